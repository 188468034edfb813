import { join } from 'node:path';
import { expect, test } from 'vitest';
import { benchIngest, INGEST_FORMS } from './ingest.ts';

const main = join(import.meta.dirname, '../packages/cli/src/main.ts');

test('the bench of ingest runs in every form, and every call is added once', async () => {
  const meterline = [process.execPath, '--disable-warning=ExperimentalWarning', main];
  const forms = INGEST_FORMS.map((form) => ({ ...form, batch: form.batch / 50 }));
  const figures = await benchIngest({ meterline, calls: 205, forms, senders: 2 });
  expect(figures.map(({ added }) => added)).toEqual(INGEST_FORMS.map(() => 205));
  for (const { perSecond, waitMs } of figures) {
    expect(perSecond).toBeGreaterThan(0);
    expect(waitMs[1]).toBeGreaterThanOrEqual(waitMs[0]);
  }
});
