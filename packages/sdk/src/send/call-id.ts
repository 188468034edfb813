import { runtime } from '../runtime.ts';

let calls = 0;

/** An id that no other call of any program has. */
export const newCallId = (): string => {
  calls += 1;
  return `sdk-${runtime().runId}-${calls.toString(36)}`;
};
