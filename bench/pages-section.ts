import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run as append } from './ledger-append.ts';
import { run as askPages, type PageFigures, type PageRun } from './page-queries.ts';
import type { ResultRow, ResultSection } from './results.ts';
import { median, percentile } from './statistics.ts';

export interface PagesSectionOptions {
  /** Where the ledgers are made, or lie from a run before. */
  readonly folder: string;
  /** Of the large ledger; the small one has a tenth. */
  readonly calls: number;
  readonly rounds: number;
  readonly say: (text: string) => void;
}

/** As many in both ledgers: what pages take follows the number of sessions, not of calls. */
const SESSIONS = 100_000;
const QUERY_BAR_MS = 50;
const GROWTH_BAR = 1.5;
/** Below this a ratio of times is noise. */
const SHORTEST_MS = 1;
const SLOWEST_SHOWN = 10;

const number = (value: number, digits = 0): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: digits });

/** What the pages of the dashboard ask of the ledger, of ten times as many calls in as many sessions. */
export const pagesSection = async ({
  folder,
  calls,
  rounds,
  say,
}: PagesSectionOptions): Promise<ResultSection> => {
  const asked: PageRun[] = [];
  for (const size of [calls / 10, calls]) {
    const path = join(folder, `pages-${size}.sqlite`);
    if (!existsSync(path)) {
      say(`appending ${number(size)} calls in ${number(SESSIONS)} sessions …`);
      await append({ calls: size, path, sessions: SESSIONS, pace: 'bursts', timed: true });
    }
    say('asking what the pages of the dashboard ask …');
    asked.push(await askPages({ path, rounds }));
  }
  const [few, many] = asked as [PageRun, PageRun];
  const pages = [...new Set(many.queries.map(({ page }) => page))];
  const slow = [...many.queries].sort((a, b) => b.p95Ms - a.p95Ms).slice(0, SLOWEST_SHOWN);
  return {
    title: 'Pages of the dashboard',
    command: `npm run bench -- --only pages --calls ${calls} --rounds ${rounds}`,
    rows: pages.flatMap((page) => pageRows(page, few, many)),
    notes: [
      `${many.queries.length} queries of ${number(SESSIONS)} sessions in ${number(calls / 10)} and ${number(calls)} calls. ` +
        `Slowest of the large ledger (p95): ${slow.map((query) => `${query.page}, ${query.name} ${number(query.p95Ms, 1)} ms`).join('; ')}.`,
    ],
  };
};

const pageRows = (page: string, few: PageRun, many: PageRun): ResultRow[] => {
  const of = (run: PageRun): readonly PageFigures[] => run.queries.filter((query) => query.page === page);
  const [before, after] = [of(few), of(many)];
  const p95 = percentile(
    after.map(({ p95Ms }) => p95Ms),
    0.95,
  );
  const cpu = ({ cpuMs }: PageFigures): number => Math.max(cpuMs, SHORTEST_MS);
  const growth = median(after.map((query, i) => cpu(query) / cpu(before[i]!)));
  return [
    {
      what: `${page}: p95 of ${after.length} queries' p95`,
      bar: `≤ ${QUERY_BAR_MS} ms`,
      measured: `${number(p95, 1)} ms`,
      met: p95 <= QUERY_BAR_MS,
    },
    {
      what: `${page}: CPU time ÷ that of a tenth of the calls, median`,
      bar: `≤ ${GROWTH_BAR}×`,
      measured: `${number(growth, 2)}×`,
      met: growth <= GROWTH_BAR,
    },
  ];
};
