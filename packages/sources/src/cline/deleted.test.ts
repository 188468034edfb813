import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVersions } from '../../test/any-reading.ts';
import { totalsOf } from '../../test/harness.ts';
import { cline } from './source.ts';

const FILE = { path: '/tasks/t/ui_messages.json', reader: 'task', context: { task: 't', app: 'cline' } };
const START = 1_790_850_000_000;

interface Row {
  readonly say: 'api_req_started' | 'deleted_api_reqs';
  readonly ts: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
}

const sum = (rows: readonly Row[], field: 'tokensIn' | 'tokensOut'): number =>
  rows.reduce((total, row) => total + row[field], 0);

const fileOf = (rows: readonly Row[]): Uint8Array =>
  Buffer.from(
    JSON.stringify(
      rows.map(({ say, ts, ...counts }) => ({
        type: 'say',
        say,
        ts,
        text: JSON.stringify(counts),
        modelInfo: { modelId: 'm', providerId: 'p' },
      })),
    ),
  );

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      tokensIn: fc.integer({ min: 1, max: 999 }),
      tokensOut: fc.nat(99),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('delete' as const), last: fc.integer({ min: 1, max: 6 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('read' as const) }) },
);

describe('requests that are made, read and deleted in any order', () => {
  it('are each counted once', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        let rows: readonly Row[] = [];
        const made: Row[] = [];
        const versions: Uint8Array[] = [];
        steps.forEach((one, number) => {
          const ts = START + number;
          if (one.kind === 'read') versions.push(fileOf(rows));
          else if (one.kind === 'ask') {
            made.push({ say: 'api_req_started', ts, tokensIn: one.tokensIn, tokensOut: one.tokensOut });
            rows = [...rows, made.at(-1)!];
          } else if (rows.length > 0) {
            const gone = rows.slice(-one.last);
            const kept = rows.slice(0, rows.length - gone.length);
            rows = [
              ...kept,
              {
                say: 'deleted_api_reqs',
                ts,
                tokensIn: sum(gone, 'tokensIn'),
                tokensOut: sum(gone, 'tokensOut'),
              },
            ];
          }
        });
        const read = readVersions(cline, FILE, [...versions, fileOf(rows), fileOf(rows)]);
        expect(totalsOf(read.calls)).toMatchObject({
          input: sum(made, 'tokensIn'),
          output: sum(made, 'tokensOut'),
        });
        expect(read.issues).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
