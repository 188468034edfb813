import type { Invocation } from '../program/invocation.ts';
import { runServing } from '../program/serving.ts';

/** Serves the dashboard, imports, reports, watches. With `--demo` the same in a world of its own. */
export const run = async (invocation: Invocation): Promise<number> => {
  if (!invocation.flags.on('demo')) return start(invocation);
  const { runDemo } = await import('./demo.ts');
  return runDemo(invocation, start);
};

const start = (invocation: Invocation): Promise<number> => runServing(invocation, { imports: true });
