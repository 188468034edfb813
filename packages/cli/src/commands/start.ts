import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { watchCalls } from '../report/watching.ts';
import { overview } from './overview.ts';

/** Import, report, watch. With `--demo` the same in a world of its own. */
export const run = async (invocation: Invocation): Promise<number> => {
  if (invocation.flags.on('demo')) {
    const { runDemo } = await import('./demo.ts');
    return runDemo(invocation, start);
  }
  return start(invocation);
};

const EXIT_INTERRUPTED = 130;

const start = (invocation: Invocation): Promise<number> =>
  withMeterline(
    invocation,
    async (meterline) => {
      const { flags, shell } = invocation;
      const watching = !flags.on('no-watch');
      const found = await overview(invocation, meterline, watching);
      if (shell.interrupted.aborted) return EXIT_INTERRUPTED;
      if (!found || !watching) return 0;
      await shell.out.write('\n');
      return watchCalls(invocation, meterline, []);
    },
    { write: true },
  );
