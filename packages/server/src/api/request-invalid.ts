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

interface Checked {
  readonly success: boolean;
  readonly target?: string;
  readonly error?: {
    readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
  };
}

/** What every route does with parameters or a body that its schema refuses. */
export const refuseInvalid = (checked: Checked): void => {
  if (checked.success) return;
  const issues = checked.error?.issues ?? [];
  throw new RequestInvalid(
    issues.map(({ path, message }) => ({
      name: path.map(String).join('.') || (checked.target === 'json' ? 'body' : 'request'),
      message,
    })),
  );
};
