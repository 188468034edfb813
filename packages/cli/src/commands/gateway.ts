import type { Invocation } from '../program/invocation.ts';
import { runServing } from '../program/serving.ts';

/** Meters calls to the providers, and reads no logs. */
export const run = (invocation: Invocation): Promise<number> => runServing(invocation, { imports: false });
