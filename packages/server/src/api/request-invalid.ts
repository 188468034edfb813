import { MeterlineError } from '@meterline/core';

/** What is wrong with one parameter, or one field of a body (`rates.input`). */
export interface RequestIssue {
  readonly name: string;
  readonly message: string;
}

/** More wrong parameters than anybody reads. */
const MAX_ISSUES = 20;

/** A request that cannot be used, with what is wrong where. The first issue is the sentence of its fault. */
export class RequestInvalid extends MeterlineError {
  readonly issues: readonly RequestIssue[];
  constructor(issues: readonly RequestIssue[]) {
    const [first] = issues;
    super({
      code: 'REQUEST_INVALID',
      message: first === undefined ? 'The request cannot be used.' : `${first.name}: ${first.message}`,
    });
    this.name = 'RequestInvalid';
    this.issues = issues.slice(0, MAX_ISSUES);
  }
}

/** As zod gives them; where one of several forms was expected, with the issues of each. */
interface SchemaIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly errors?: readonly (readonly SchemaIssue[])[];
}

interface Checked {
  readonly success: boolean;
  readonly target?: string;
  readonly error?: { readonly issues: readonly object[] };
}

/** What every route does with parameters or a body that its schema refuses. */
export const refuseInvalid = (checked: Checked): void => {
  if (checked.success) return;
  const issues = (checked.error?.issues ?? []) as readonly SchemaIssue[];
  const whole = checked.target === 'json' ? 'body' : 'request';
  throw new RequestInvalid(issues.flatMap((issue) => issuesIn(issue, [], whole)));
};

const issuesIn = (
  issue: SchemaIssue,
  above: readonly PropertyKey[],
  whole: string,
): readonly RequestIssue[] => {
  const path = [...above, ...issue.path];
  const form = nearestForm(issue.errors ?? []);
  if (form !== undefined) return form.flatMap((inner) => issuesIn(inner, path, whole));
  return [{ name: path.map(String).join('.') || whole, message: issue.message }];
};

/** Of several forms the one that was meant: with the fewest fields that it does not know or lacks. */
const nearestForm = (forms: readonly (readonly SchemaIssue[])[]): readonly SchemaIssue[] | undefined => {
  const strangeness = (issues: readonly SchemaIssue[]): number =>
    issues.filter(({ code, message }) => code === 'unrecognized_keys' || /received undefined$/.test(message))
      .length;
  return [...forms].sort((a, b) => strangeness(a) - strangeness(b) || a.length - b.length)[0];
};
