import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { canPin, FORMS, type GatewayFigures, run } from './gateway.ts';
import { installGatewayPeer } from './peers.ts';
import type { ResultRow, ResultSection } from './results.ts';

const BARE_BAR = 1.5;
const PEER_BAR = 6;
const P50_BAR_MS = 0.5;
const P99_BAR_MS = 3;
const GROWTH_BAR = 1.5;
const WORKERS_BAR = 1.7;
const STREAMS = 1000;
const STREAMS_MS = 300_000;
const QUICK_STREAMS_MS = 20_000;

const root = join(import.meta.dirname, '..');
const number = (value: number, digits = 0): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: digits });

export interface GatewaySectionOptions {
  /** Fewer and shorter measurements, and streams for 20 seconds instead of minutes. */
  readonly quick: boolean;
  /** For how many minutes the streams run; usually five. */
  readonly minutes: number | undefined;
}

export const gatewaySection = async (
  { quick, minutes }: GatewaySectionOptions,
  say: (text: string) => void,
): Promise<ResultSection> => {
  const title = 'Gateway';
  const command = `npm run bench -- --only gateway${quick ? ' --quick' : ''}${minutes === undefined ? '' : ` --minutes ${minutes}`}`;
  const usualMs = quick ? QUICK_STREAMS_MS : STREAMS_MS;
  const streamsMs = minutes === undefined ? usualMs : minutes * 60_000;
  if (!canPin())
    return { title, command, rows: [], notes: ['Not measured: it needs two cores and `taskset`.'] };
  say('bundling meterline …');
  execFileSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: 'ignore' });
  installGatewayPeer();
  say('calls and streams through the gateway, a bare proxy and a peer …');
  const figures = await run({
    meterline: [process.execPath, join(root, 'packages/cli/dist/meterline.mjs')],
    rounds: quick ? 3 : 5,
    ms: quick ? 3000 : 6000,
    connections: 32,
    streams: STREAMS,
    streamsMs,
    peer: true,
    workers: true,
    parts: true,
  });
  return { title, command, rows: rowsOf(figures, streamsMs), notes: notesOf(figures) };
};

const rowsOf = ({ forms, added, streams, workers }: GatewayFigures, streamsMs: number): ResultRow[] => [
  ...FORMS.flatMap((form): ResultRow[] => {
    const { oursToBare, peerToOurs, cpuMs } = forms[form];
    return [
      {
        what: `${form}: CPU a call ÷ a bare undici.dispatch pass-through`,
        bar: `≤ ${BARE_BAR}×`,
        measured: `${number(oursToBare, 2)}× (${number(cpuMs.ours, 3)} ÷ ${number(cpuMs.bare, 3)} ms)`,
        met: oursToBare <= BARE_BAR,
      },
      {
        what: `${form}: CPU a call of @portkey-ai/gateway ÷ ours`,
        bar: `≥ ${PEER_BAR}×`,
        measured: Number.isNaN(peerToOurs)
          ? 'not installed'
          : `${number(peerToOurs, 2)}× (${number(cpuMs.peer, 2)} ms)`,
        met: Number.isNaN(peerToOurs) ? undefined : peerToOurs >= PEER_BAR,
      },
    ];
  }),
  {
    what: `added latency at half load (${number(added.rate)} calls a second), p50`,
    bar: `≤ ${P50_BAR_MS} ms`,
    measured: `${number(added.p50Ms, 2)} ms`,
    met: added.p50Ms <= P50_BAR_MS,
  },
  {
    what: 'the same, p99',
    bar: `≤ ${P99_BAR_MS} ms`,
    measured: `${number(added.p99Ms, 2)} ms (upstream alone ${number(added.p99sMs[0], 2)}, through ours ${number(added.p99sMs[1], 2)})`,
    met: added.p99Ms <= P99_BAR_MS,
  },
  {
    what: `${number(STREAMS)} streams at once for ${streamsMs < 60_000 ? `${streamsMs / 1000} s` : `${number(streamsMs / 60_000, 1)} minutes`}: errors, calls that are not in the ledger`,
    bar: '0, 0',
    measured: `${streams.errors}, ${streams.ended - streams.recorded} of ${number(streams.ended)}`,
    met: streams.errors === 0 && streams.ended === streams.recorded,
  },
  {
    what: 'the same: memory, first quarter and end',
    bar: `flat (≤ ${GROWTH_BAR}×)`,
    measured: `${number(streams.rssMiB[0])} and ${number(streams.rssMiB[1])} MiB`,
    met: streams.rssMiB[1] <= streams.rssMiB[0] * GROWTH_BAR,
  },
  {
    what: 'calls a second, `--workers 2` ÷ 1',
    bar: `≥ ${WORKERS_BAR}×`,
    measured: `${number(workers.rate, 2)}×`,
    met: workers.rate >= WORKERS_BAR,
  },
  {
    what: 'calls a CPU second of all its threads, `--workers 2` ÷ 1',
    bar: '',
    measured: `${number(workers.perCpu, 2)}×`,
    met: undefined,
  },
];

const notesOf = ({ forms, parts }: GatewayFigures): string[] => [
  'Ours is the whole `meterline gateway`, its writer and ledger included. The proxy runs on one core, mock upstream and load on the other; ' +
    'with two workers these share both cores, so that on a machine with two cores the ratio says little.',
  `Errors of calls and quick streams: ${forms.json.errors + forms.sse.errors}.`,
  threadTable(forms),
  partTable(parts),
];

const us = (milliseconds: number): string => `${number(milliseconds * 1000)} µs`;

/** Where the CPU time of ours goes. */
const threadTable = (forms: GatewayFigures['forms']): string =>
  [
    '| CPU time a call | bare | ours | main thread | writer thread: price, append | helpers: garbage, compiler, files |',
    '|---|---|---|---|---|---|',
    ...FORMS.map((form) => {
      const { cpuMs, threads } = forms[form];
      const { main, writer, helpers } = threads;
      return `| ${[form, ...[cpuMs.bare, cpuMs.ours, main, writer, helpers].map(us)].join(' | ')} |`;
    }),
  ].join('\n');

/** In a process of their own they have the caches to themselves: under load each costs more. */
const partTable = (parts: GatewayFigures['parts']): string =>
  [
    '| a part of metering by itself, warm | CPU time a call |',
    '|---|---|',
    ...parts.map(({ what, us: cost }) => `| ${what} | ${number(cost, 1)} µs |`),
  ].join('\n');
