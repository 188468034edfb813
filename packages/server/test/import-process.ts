import { openMeterline } from '../src/index.ts';

/** An importer as a process of its own: `node import-process.ts DATA LOGS WORKERS`. Says `ready`, imports, tells what it did. */
const [home, logs, workers] = process.argv.slice(2);
if (!home || !logs) throw new TypeError('usage: import-process.ts DATA LOGS [WORKERS]');
const opened = await openMeterline(
  {
    env: { platform: process.platform, home: logs, get: () => undefined },
    clock: () => Date.now(),
    random: () => Math.random(),
  },
  { home, zone: 'UTC' },
);
if (!opened.ok) throw new Error(opened.fault.message);
process.stdout.write('ready\n');
const report = await opened.value.import({
  paths: [logs],
  only: ['jsonl'],
  ...(workers ? { workers: Number(workers) } : {}),
});
await opened.value.close();
const { added, merged, unchanged, bytesRead } = report;
process.stdout.write(
  `${JSON.stringify({ added, merged, unchanged, bytesRead, peakMiB: process.resourceUsage().maxRSS / 1024 })}\n`,
);
