// `npm run bench`: every figure of the design's table that exists yet, against real peers in one run, as ratios.
// Options: --mb, --files, --rounds, --calls (of the large ledger), --only import|prices|ledger|pages|serve|api|browser|scroll|gateway|ingest|sdk, --quick and --minutes (of the gateway's streams), --keep FOLDER.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ApiRun, run as askApi } from './api.ts';
import { generateCorpus } from './corpus/generate.ts';
import { run as askDashboard, type DashboardRun } from './dashboard-queries.ts';
import { firstViewSection } from './first-view-section.ts';
import { gatewaySection } from './gateway-section.ts';
import { benchImport, type ImportFigures, truthOf } from './import.ts';
import { ingestSection } from './ingest-section.ts';
import { run as appendCalls } from './ledger-append.ts';
import { pagesSection } from './pages-section.ts';
import { installPeers } from './peers.ts';
import { run as priceCalls } from './price-engine.ts';
import { type ResultRow, type ResultSection, resultsMarkdown } from './results.ts';
import { scrollSection } from './scroll-section.ts';
import { sdkSection } from './sdk-section.ts';
import { run as servePages } from './serve.ts';

const { values } = parseArgs({
  options: {
    mb: { type: 'string', default: '1024' },
    files: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '5' },
    calls: { type: 'string', default: '10000000' },
    only: { type: 'string' },
    keep: { type: 'string' },
    quick: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const COLD_BAR = 1.5;
const AGAIN_BAR = 5;
const MEMORY_BAR_MIB = 200;
const PRICE_BAR = 1_000_000;
const APPEND_BAR = 40_000;
const QUERY_BAR_MS = 50;
const GROWTH_BAR = 1.5;
const PRICED_CALLS = 5_000_000;
const HEARD_BAR_MS = 1000;
const SERVED_PAGES = 50;
const SERVED_MB = 200;
const SERVED_CALLS = 100;
/** Calls of a session in the large ledger. The small one has as many sessions, users and projects, and fewer calls in each. */
const CALLS_A_SESSION = 200;

const root = join(import.meta.dirname, '..');
const number = (value: number, digits = 0): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: digits });
const say = (text: string): void => console.error(text);

const importSection = async (folder: string): Promise<ResultSection> => {
  const corpusHome = join(folder, `corpus-${values.mb}-${values.files}`);
  if (!existsSync(join(corpusHome, 'truth.json'))) {
    say(`writing a corpus of ${values.mb} MB in ${values.files} files …`);
    mkdirSync(corpusHome, { recursive: true });
    generateCorpus({ dir: corpusHome, megabytes: Number(values.mb), files: Number(values.files), seed: 1 });
  }
  const meterline = bundled();
  const peers = installPeers();
  const shared = { corpusHome, meterline, peers, rounds: Number(values.rounds) };
  say('cold imports, in turn with the peers …');
  const cold = await benchImport({ ...shared, mode: 'cold' });
  say('second imports, in turn with the peers …');
  const again = await benchImport({ ...shared, mode: 'again' });
  return {
    title: 'Import of Claude Code and Codex logs',
    command: `npm run bench -- --only import --mb ${values.mb} --files ${values.files} --rounds ${values.rounds}`,
    rows: [
      ...importRows('cold', cold, COLD_BAR),
      memoryRow(cold),
      ...importRows('nothing changed', again, AGAIN_BAR),
    ],
    notes: [
      ...table(cold, 'cold'),
      ...table(again, 'nothing changed'),
      `The corpus holds ${number(truthOf(corpusHome).totalTokens)} tokens in ${number(truthOf(corpusHome).calls)} calls. ` +
        'Meterline writes a ledger; ccusage keeps none and reads everything each time; tokscale keeps a cache of its own kind.',
      ...(peers.length === 0 ? ['The peers could not be installed: nothing was compared.'] : []),
    ],
  };
};

const importRows = (mode: string, figures: readonly ImportFigures[], bar: number): ResultRow[] =>
  figures
    .filter((one) => one.name !== 'meterline')
    .map((one) => ({
      what: `${mode}: wall time of ${one.name} ÷ Meterline`,
      bar: one.name === 'ccusage' ? `≥ ${bar}` : '',
      measured: `${number(one.wallRatio, 2)}×`,
      met: one.name === 'ccusage' ? one.wallRatio >= bar : undefined,
    }));

const memoryRow = (figures: readonly ImportFigures[]): ResultRow => {
  const peakMiB = figures[0]?.peakMiB ?? Number.NaN;
  return {
    what: 'cold: peak memory',
    bar: `≤ ${MEMORY_BAR_MIB} MiB`,
    measured: `${number(peakMiB)} MiB`,
    met: peakMiB <= MEMORY_BAR_MIB,
  };
};

const table = (figures: readonly ImportFigures[], mode: string): string[] => [
  [
    `| ${mode} | wall s | CPU s | peak MiB | tokens read |`,
    '|---|---|---|---|---|',
    ...figures.map(
      (one) =>
        `| ${one.name} | ${number(one.wallMs / 1000, 2)} | ${number(one.cpuMs / 1000, 2)} | ${number(one.peakMiB)} | ${one.totalTokens === undefined ? '' : number(one.totalTokens)} |`,
    ),
  ].join('\n'),
];

const priceSection = (): ResultSection => {
  say('pricing …');
  priceCalls({ events: PRICED_CALLS / 10 });
  const priced = priceCalls({ events: PRICED_CALLS });
  const perSecond = priced.events / priced.seconds;
  return {
    title: 'Price engine',
    command: 'npm run bench -- --only prices',
    rows: [
      {
        what: 'calls priced a second, one core',
        bar: `≥ ${number(PRICE_BAR)}`,
        measured: number(perSecond),
        met: perSecond >= PRICE_BAR,
      },
    ],
  };
};

const ledgerSection = async (folder: string): Promise<ResultSection> => {
  const large = Number(values.calls);
  const small = large / 10;
  const asked: DashboardRun[] = [];
  const rows: ResultRow[] = [];
  for (const calls of [small, large]) {
    say(`appending ${number(calls)} calls …`);
    const path = join(folder, `ledger-${calls}.sqlite`);
    const appended = await appendCalls({ calls, path, sessions: large / CALLS_A_SESSION });
    rows.push(
      {
        what: `append with rollups, ${number(calls)} calls`,
        bar: `≥ ${number(APPEND_BAR)} a CPU second`,
        measured: `${number(appended.perCpuSecond)} a CPU second, ${number(appended.perSecond)} a second`,
        met: appended.perCpuSecond >= APPEND_BAR,
      },
      {
        what: `memory, first quarter and end, ${number(calls)} calls`,
        bar: 'flat',
        measured: `${number(appended.rssMiB[0])} and ${number(appended.rssMiB[1])} MiB; ${number(appended.bytesPerCall)} bytes a call on disk`,
        met: appended.rssMiB[1] <= appended.rssMiB[0] * GROWTH_BAR,
      },
    );
    say('asking what a dashboard asks …');
    asked.push(await askDashboard({ path, rounds: Number(values.rounds) }));
  }
  const [few, many] = asked as [DashboardRun, DashboardRun];
  rows.push(
    {
      what: `any dashboard query, ${number(large)} calls, p95`,
      bar: `≤ ${QUERY_BAR_MS} ms`,
      measured: `${number(many.p95Ms, 1)} ms`,
      met: many.p95Ms <= QUERY_BAR_MS,
    },
    {
      what: `the same ÷ ${number(small)} calls of as many sessions`,
      bar: `≤ ${GROWTH_BAR}×`,
      measured: `${number(many.p95Ms / few.p95Ms, 2)}×`,
      met: many.p95Ms / few.p95Ms <= GROWTH_BAR,
    },
  );
  const slow = [...many.queries].sort((a, b) => b.p95Ms - a.p95Ms).slice(0, 5);
  return {
    title: 'Ledger',
    command: `npm run bench -- --only ledger --calls ${large}`,
    rows,
    notes: [
      `Slowest of ${many.queries.length} queries (p95): ${slow.map((query) => `${query.name} ${number(query.p95Ms, 1)} ms`).join('; ')}.`,
    ],
  };
};

/** What every page asks of the API, from the request to the last byte of the answer, within the process. */
const apiSection = async (folder: string): Promise<ResultSection> => {
  const large = Number(values.calls);
  const small = large / 10;
  const asked: ApiRun[] = [];
  for (const calls of [small, large]) {
    const path = join(folder, `ledger-${calls}.sqlite`);
    if (!existsSync(path)) {
      say(`appending ${number(calls)} calls …`);
      await appendCalls({ calls, path, sessions: large / CALLS_A_SESSION });
    }
    say('asking what the pages ask …');
    asked.push(await askApi({ path, rounds: Number(values.rounds) }));
  }
  const [few, many] = asked as [ApiRun, ApiRun];
  const slow = [...many.answers].sort((a, b) => b.p95Ms - a.p95Ms).slice(0, 5);
  return {
    title: 'API',
    command: `npm run bench -- --only api --calls ${large}`,
    rows: [
      {
        what: `any answer of the API, ${number(large)} calls, p95`,
        bar: `≤ ${QUERY_BAR_MS} ms`,
        measured: `${number(many.p95Ms, 1)} ms, ${number(many.p95CpuMs, 1)} ms of CPU`,
        met: many.p95Ms <= QUERY_BAR_MS,
      },
      {
        what: `the same ÷ ${number(small)} calls of as many sessions`,
        bar: `≤ ${GROWTH_BAR}×`,
        measured: `${number(many.p95Ms / few.p95Ms, 2)}×`,
        met: many.p95Ms / few.p95Ms <= GROWTH_BAR,
      },
    ],
    notes: [
      `Slowest of ${many.answers.length} answers (p95): ${slow.map((answer) => `${answer.name} ${number(answer.p95Ms, 1)} ms`).join('; ')}.`,
    ],
  };
};

const bundled = (): readonly string[] => {
  say('bundling meterline …');
  execFileSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: 'ignore' });
  return [process.execPath, join(root, 'packages/cli/dist/meterline.mjs')];
};

const serveSection = async (): Promise<ResultSection> => {
  const meterline = bundled();
  say(`${SERVED_PAGES} pages open while ${SERVED_MB} MB are imported …`);
  const sizes = { megabytes: SERVED_MB, files: SERVED_MB * 2, pages: SERVED_PAGES, calls: SERVED_CALLS };
  const served = await servePages({ meterline, ...sizes });
  const { first, last, peak } = served.rssMiB;
  const failed = served.errors + served.broken;
  return {
    title: 'Server with many pages',
    command: 'npm run bench -- --only serve',
    rows: [
      {
        what: `${SERVED_PAGES} pages listening and asking, an import of ${SERVED_MB} MB running: answers and streams that failed`,
        bar: '0',
        measured: `${failed} of ${number(served.answers)} answers and ${SERVED_PAGES} streams`,
        met: failed === 0,
      },
      {
        what: 'the same: memory, first quarter and last',
        bar: `flat (≤ ${GROWTH_BAR}×)`,
        measured: `${number(first)} and ${number(last)} MiB, at most ${number(peak)}`,
        met: last <= first * GROWTH_BAR,
      },
      {
        what: 'a recorded call reaches every page, p95',
        bar: `≤ ${number(HEARD_BAR_MS)} ms`,
        measured: `${number(served.heardMs[1])} ms (p50 ${number(served.heardMs[0])})`,
        met: served.heardMs[1] <= HEARD_BAR_MS,
      },
      {
        what: 'a logged call reaches every page, p95',
        bar: '',
        measured: `${number(served.loggedMs[1])} ms (p50 ${number(served.loggedMs[0])})`,
        met: undefined,
      },
    ],
    notes: [
      `The import took ${number(served.importMs / 1000, 1)} s beside the pages. Their answers took ${number(served.answerMs[0])} ms (p95) meanwhile and ${number(served.answerMs[1])} ms after it, on the two cores that also ran the ${SERVED_PAGES} pages.`,
    ],
  };
};

const main = async (): Promise<void> => {
  if (values.help)
    return say(
      'npm run bench -- [--only import|prices|ledger|pages|serve|api|browser|scroll|gateway|ingest|sdk] [--quick] [--minutes 5] [--mb 1024] [--files 2000] [--rounds 5] [--calls 10000000] [--keep FOLDER]',
    );
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'meterline-bench-'));
  mkdirSync(folder, { recursive: true });
  const wanted = (name: string): boolean => values.only === undefined || values.only === name;
  const sections: ResultSection[] = [];
  try {
    if (wanted('import')) sections.push(await importSection(folder));
    if (wanted('prices')) sections.push(priceSection());
    if (wanted('ledger')) sections.push(await ledgerSection(folder));
    if (wanted('pages'))
      sections.push(
        await pagesSection({ folder, calls: Number(values.calls), rounds: Number(values.rounds), say }),
      );
    if (wanted('serve')) sections.push(await serveSection());
    if (wanted('ingest')) sections.push(await ingestSection(bundled(), say));
    if (wanted('sdk')) sections.push(await sdkSection(say));
    if (wanted('api')) sections.push(await apiSection(folder));
    if (wanted('gateway'))
      sections.push(
        await gatewaySection(
          {
            quick: values.quick,
            minutes: values.minutes === undefined ? undefined : Number(values.minutes),
          },
          say,
        ),
      );
    if (wanted('browser')) sections.push(await firstViewSection(say));
    if (wanted('scroll')) sections.push(await scrollSection(say));
  } finally {
    if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
  const path = join(import.meta.dirname, 'RESULTS.md');
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const text = resultsMarkdown(sections, new Date().toISOString().slice(0, 10), before);
  console.log(text);
  writeFileSync(path, text);
};

await main();
