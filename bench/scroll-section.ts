import type { ResultSection } from './results.ts';
import { run, type ScrollFigures } from './scroll.ts';
import { percentile } from './statistics.ts';

const SESSIONS = 100_000;
const FRAMES = 240;
const JUMPS = 20;
/** Sixty frames a second. */
const FRAME_BAR_MS = 16.7;
const JUMP_BAR_MS = 300;

const frames = ({ frameMs }: ScrollFigures): string =>
  `${Math.round(percentile(frameMs, 0.5))} / ${Math.round(percentile(frameMs, 0.95))} ms`;

/** The list of sessions in a browser: what a frame takes, and whether rows are there in time. */
export const scrollSection = async (say: (text: string) => void): Promise<ResultSection> => {
  say(`scrolling through ${SESSIONS.toLocaleString('en-US')} sessions in a browser …`);
  const { wheel, bar, jumpMs, renderedRows } = await run({
    sessions: SESSIONS,
    frames: FRAMES,
    jumps: JUMPS,
  });
  return {
    title: 'The list of sessions in a browser',
    command: 'npm run bench -- --only scroll',
    rows: [
      {
        what: 'wheel, 120 px a frame: CPU of the page for a frame, software rendering',
        bar: `≤ ${FRAME_BAR_MS} ms`,
        measured: `${wheel.cpuMs.toFixed(1)} ms`,
        met: wheel.cpuMs <= FRAME_BAR_MS,
      },
      {
        what: `wheel: frames with a blank row in view, of ${FRAMES}`,
        bar: '0',
        measured: String(wheel.blankFrames),
        met: wheel.blankFrames === 0,
      },
      {
        what: 'scroll bar pulled, 2,400 px a frame: CPU of the page for a frame',
        bar: `≤ ${FRAME_BAR_MS} ms`,
        measured: `${bar.cpuMs.toFixed(1)} ms`,
        met: bar.cpuMs <= FRAME_BAR_MS,
      },
      {
        what: `a jump anywhere in the list, ${JUMPS} times: all rows in view are there, p95`,
        bar: `≤ ${JUMP_BAR_MS} ms`,
        measured: `${Math.round(percentile(jumpMs, 0.95))} ms (p50 ${Math.round(percentile(jumpMs, 0.5))} ms)`,
        met: percentile(jumpMs, 0.95) <= JUMP_BAR_MS,
      },
    ],
    notes: [
      `Time between frames, p50 / p95, which a busy machine makes longer: wheel ${frames(wheel)}, scroll bar ${frames(bar)}. ` +
        `${renderedRows} rows are in the page; the wheel asked ${wheel.requests} and the scroll bar ${bar.requests} questions. ` +
        `While the bar is pulled faster than pages come, rows are blank (${bar.blankFrames} frames).`,
    ],
  };
};
