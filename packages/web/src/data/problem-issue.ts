import type { ApiError } from '@meterline/api/client';

/**
 * What the server says is wrong with one field of a body (`rates.input`), or with anything inside it (`rates`);
 * undefined where it says nothing of it.
 */
export const issueOf = (error: ApiError | null, field: string): string | undefined =>
  error?.problem.issues?.find(({ name }) => name === field || name.startsWith(`${field}.`))?.message;

/** The sentence for what no field of a form shows; undefined where every issue has its field, or nothing is wrong. */
export const restOf = (error: ApiError | null, fields: readonly string[]): string | undefined => {
  if (error === null) return undefined;
  const { issues = [], detail, title, hint } = error.problem;
  const shown = (name: string): boolean =>
    fields.some((field) => name === field || name.startsWith(`${field}.`));
  if (issues.length > 0 && issues.every(({ name }) => shown(name))) return undefined;
  return [detail ?? title, hint].filter((text) => text !== undefined).join(' ');
};
