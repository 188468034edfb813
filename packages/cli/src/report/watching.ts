import { callToJson, type PricedEvent, startOfInterval } from '@meterline/core';
import type { Meterline } from '@meterline/server';
import type { Invocation } from '../program/invocation.ts';
import { liveHead, liveLine } from '../render/live-line.ts';
import { plural } from '../render/number.ts';
import { progressLine } from '../render/progress.ts';

interface Today {
  readonly day: number;
  readonly listNanoUsd: number;
  readonly unpricedCalls: number;
}

/** What today has come to, asked of the ledger: merging may have changed earlier calls. */
const todayOf = async ({ ledger, zone }: Meterline, now: number): Promise<Today> => {
  const day = startOfInterval(now, 'day', zone);
  const { totals } = await ledger.usage({ zone, by: [], where: [], from: day });
  return { day, ...totals.cost };
};

/** Watches until Ctrl-C and writes a line for each call; with `--json` one JSON object. Gives the exit status. */
export const watchCalls = async (
  invocation: Invocation,
  meterline: Meterline,
  only: readonly string[],
): Promise<number> => {
  const { shell } = invocation;
  const progress = progressLine(shell);
  const events = meterline.watch({
    signal: shell.interrupted,
    onProgress: progress.onProgress,
    ...(only.length === 0 ? {} : { only }),
  });
  for await (const event of events) {
    progress.clear();
    if (event.kind === 'fault')
      await shell.err.write(`${invocation.screen.paint.warn(event.fault.message)}\n`);
    else if (event.kind === 'ready') await announce(invocation, event.roots);
    else if (event.kind === 'bulk') await announceBulk(invocation);
    else await writeCall(invocation, meterline, event.call);
  }
  progress.clear();
  return 0;
};

/** Heads of the live lines. */
export const announce = async (
  { shell, screen, flags }: Invocation,
  roots: readonly string[],
): Promise<void> => {
  if (flags.on('json')) return;
  await shell.err.write(
    screen.paint.faint(`Watching ${plural(roots.length, 'folder')}. A line for each call; Ctrl-C ends.\n`),
  );
  await shell.out.write(`${liveHead(screen)}\n`);
};

const announceBulk = async ({ shell, screen, flags }: Invocation): Promise<void> => {
  if (flags.on('json')) return;
  await shell.err.write(
    screen.paint.faint('Many calls came at once: the others are recorded, without a line each.\n'),
  );
};

/** A line for a call; with `--json` one JSON object. */
export const writeCall = async (
  { shell, screen, flags }: Invocation,
  meterline: Meterline,
  call: PricedEvent,
): Promise<void> => {
  if (flags.on('json')) {
    await shell.out.write(`${JSON.stringify(callToJson(call))}\n`);
    return;
  }
  const today = await todayOf(meterline, shell.world.clock());
  await shell.out.write(`${liveLine(call, today, meterline.zone, screen)}\n`);
};
