import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canPin, run } from './gateway.ts';

const main = join(import.meta.dirname, '../packages/cli/src/main.ts');

test.runIf(canPin())(
  'the bench of the gateway runs, and no call is lost',
  async () => {
    const figures = await run({
      meterline: [process.execPath, '--disable-warning=ExperimentalWarning', main],
      rounds: 1,
      ms: 300,
      connections: 4,
      streams: 5,
      streamsMs: 300,
      peer: false,
      workers: false,
      parts: false,
      warmCalls: 50,
      writtenMs: 100,
      frameMs: 60,
    });
    for (const form of [figures.forms.json, figures.forms.sse]) {
      expect(form.errors).toBe(0);
      expect(form.cpuMs.ours).toBeGreaterThan(0);
    }
    expect(figures.streams).toMatchObject({ ended: 5, errors: 0, recorded: 5 });
  },
  120_000,
);
