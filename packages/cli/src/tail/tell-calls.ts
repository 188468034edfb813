import type { Invocation } from '../program/invocation.ts';
import { tailHead, tailLine } from '../render/tail-line.ts';
import type { CallRow } from '../report/kinds/calls.ts';

/** Writes a line for each call, with `--json` its row; ends well at Ctrl-C. */
export const tellCalls = async (
  { shell, screen, flags }: Invocation,
  calls: AsyncIterable<CallRow>,
  zone: string,
): Promise<number> => {
  const json = flags.on('json');
  if (!json) {
    await shell.err.write(screen.paint.faint('A line for each call as it is recorded; Ctrl-C ends.\n'));
    await shell.out.write(`${tailHead(screen)}\n`);
  }
  for await (const call of calls) {
    if (shell.interrupted.aborted) break;
    await shell.out.write(`${json ? JSON.stringify(call) : tailLine(call, zone, screen)}\n`);
  }
  return 0;
};
