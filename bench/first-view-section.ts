import { run } from './first-view.ts';
import type { ResultSection } from './results.ts';
import { percentile } from './statistics.ts';

const OPENINGS = 20;
const CALLS = 20;
const BAR_MS = 1000;
const text = (ms: number): string => `${Math.round(ms)} ms`;

/** The row of the design's table on what a person waits for. */
export const firstViewSection = async (say: (text: string) => void): Promise<ResultSection> => {
  say('opening the dashboard in a browser …');
  const { shownMs, liveMs } = await run({ openings: OPENINGS, calls: CALLS });
  const row = (what: string, figures: readonly number[]) => ({
    what,
    bar: `≤ ${BAR_MS} ms`,
    measured: `${text(percentile(figures, 0.95))} (p50 ${text(percentile(figures, 0.5))})`,
    met: percentile(figures, 0.95) <= BAR_MS,
  });
  return {
    title: 'The dashboard in a browser',
    command: 'npm run bench -- --only browser',
    rows: [
      row(
        `first view in headless Chromium with an empty cache, ${OPENINGS} times: figures shown, p95`,
        shownMs,
      ),
      row(`a logged call is a row of the live page, ${CALLS} times, p95`, liveMs),
    ],
  };
};
