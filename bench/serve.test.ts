import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from './serve.ts';

const main = join(import.meta.dirname, '../packages/cli/src/main.ts');

test('the bench of open pages runs, every answer comes and every page hears every call', async () => {
  const figures = await run({
    meterline: [process.execPath, '--disable-warning=ExperimentalWarning', main],
    megabytes: 1,
    files: 6,
    pages: 4,
    calls: 5,
  });
  expect(figures).toMatchObject({ errors: 0, broken: 0 });
  expect(figures.answers).toBeGreaterThanOrEqual(4);
  expect(figures.rssMiB.peak).toBeGreaterThan(10);
  for (const ms of [...figures.heardMs, ...figures.loggedMs]) expect(ms).toBeGreaterThanOrEqual(0);
});
