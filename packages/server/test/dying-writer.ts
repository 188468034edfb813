import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import '../src/service/thread/writer-entry.ts';

/** The writer's thread, which dies when a file `die` turns up in the data folder. */
const die = join((workerData as { home: string }).home, 'die');
setInterval(() => {
  if (!existsSync(die)) return;
  rmSync(die);
  process.exit(3);
}, 5).unref();
