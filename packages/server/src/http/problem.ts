import { ERROR_CODES, type Fault } from '@meterline/core';
import type { RequestIssue } from '../api/request-invalid.ts';

/** Where codes are explained, as a path of the repository. */
const DOCS = '/docs/errors.md';

/** RFC 9457: a fault as an answer, from the one table of errors. */
export const problemOf = (fault: Fault, issues?: readonly RequestIssue[]) => {
  const { text, http } = ERROR_CODES[fault.code];
  return {
    type: `${DOCS}#${fault.code}`,
    title: text,
    status: http,
    detail: fault.message,
    ...(fault.hint === undefined ? {} : { hint: fault.hint }),
    code: fault.code,
    ...(issues ? { issues } : {}),
  };
};

export const problemResponse = (
  fault: Fault,
  headers: Readonly<Record<string, string>> = {},
  issues?: readonly RequestIssue[],
): Response => {
  const problem = problemOf(fault, issues);
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
};
