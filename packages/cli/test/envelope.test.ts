import { csvCell } from '@meterline/server';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { type Envelope, envelopeSchema } from '../src/report/envelope.ts';
import { REPORT_KINDS } from '../src/report/kinds/index.ts';
import { routedCalls } from './routed-calls.ts';
import { runCli, throwAwayFolder } from './run-cli.ts';
import { declaredUsage, sampleCalls, skippedInput, unpricedCalls } from './sample-calls.ts';
import { sampleTasks } from './sample-tasks.ts';

const session =
  sampleCalls().find(({ agent, app }) => app === 'claude-code' && agent !== undefined)?.session ?? '';
const options = {
  calls: [...sampleCalls(), ...unpricedCalls(), ...sampleTasks(), ...routedCalls()],
  declared: declaredUsage(session),
  issues: skippedInput,
};

/** A command line for every kind of report, with its options where they change the shape. */
const REPORTS: readonly (readonly [string, readonly string[]])[] = [
  ['costs', ['costs', '--by', 'provider,model']],
  ['costs', ['costs', '--interval', 'hour', '--period', '7d', '--compare']],
  ['costs', ['costs', '--by', 'tag:team', '--period', 'all']],
  ['summary', ['summary']],
  ['summary', []],
  ['usage', ['usage']],
  ['usage-turns', ['usage', '--turns', '--session', session.slice(0, 8)]],
  ['calls', ['calls', '--limit', '30']],
  ['sessions', ['sessions', '--sort', 'newest']],
  ['sessions', ['sessions', '--search', 'shop']],
  ['session', ['session', session]],
  ['tasks', ['tasks', '--sort', 'longest']],
  ['tasks', ['tasks', '--search', 'release']],
  ['task', ['task', 'release-42']],
  ['models', ['models']],
  ['routes', ['routes']],
  ['what-if', ['what-if', 'claude-haiku-4-5']],
  ['what-if', ['what-if', 'gpt-5.4', '--where', 'app=nobody']],
  ['cron', ['cron']],
  ['cache', ['cache']],
  ['hours', ['hours', '--metric', 'tokens']],
  ['blocks', ['blocks']],
  ['prices', ['prices']],
  ['own-prices', ['prices', '--own']],
  ['prices', ['prices', 'claude-opus-4-6', '--at', '2026-03-01']],
  ['reprice', ['reprice', '--dry-run']],
  ['doctor', ['doctor']],
  ['sources', ['sources']],
  ['config', ['config', '--show']],
  ['import', ['import', '--dry-run']],
  ['connect', ['connect', 'openclaw']],
  ['keys', ['keys', 'create', '--label', 'a']],
  ['webhooks', ['webhooks']],
];

const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
const validators = new Map(
  REPORT_KINDS.map((kind) => [kind.name, ajv.compile(envelopeSchema(kind as never))]),
);

const jsonOf = async (argv: readonly string[]): Promise<Envelope<Record<string, unknown>>> => {
  const ran = await runCli([...argv, '--json'], options);
  expect({ status: ran.status, err: ran.err.includes('error') }).toEqual({ status: 0, err: false });
  return JSON.parse(ran.out) as Envelope<Record<string, unknown>>;
};

describe('--json', () => {
  it.each(REPORTS)('%s: meterline %j is what its schema says', async (name, argv) => {
    const envelope = await jsonOf(argv);
    const validate = validators.get(name)!;
    expect({ valid: validate(envelope), errors: validate.errors }).toEqual({ valid: true, errors: null });
    expect(envelope.schema).toBe(`meterline/${name}@1`);
    expect(envelope.zone).toBe('Europe/Berlin');
  });

  it('has a command line above for every schema but the three that need more than a memory ledger', () => {
    const asked = new Set(REPORTS.map(([name]) => name));
    expect(REPORT_KINDS.map(({ name }) => name).filter((name) => !asked.has(name))).toEqual([
      'explain',
      'sql',
      'webhook-test',
    ]);
  });

  it('refuses what the schema does not allow', async () => {
    const envelope = await jsonOf(['costs']);
    const validate = validators.get('costs')!;
    expect(validate({ ...envelope, extra: 1 })).toBe(false);
    expect(validate({ ...envelope, generatedAt: '22.11.2026' })).toBe(false);
    expect(validate({ ...envelope, rows: [{ ...envelope.rows[0], calls: -1 }] })).toBe(false);
  });

  it('explains a call', async () => {
    const turns = await jsonOf(['usage', '--turns', '--limit', '1']);
    const call = (turns.rows[0]!.key as { call: string }).call;
    const envelope = await jsonOf(['explain', call]);
    const validate = validators.get('explain')!;
    expect({ valid: validate(envelope), errors: validate.errors }).toEqual({ valid: true, errors: null });
  });

  it.each([
    [['sql'], 6],
    [['sql', 'select model, list_usd, reported_usd from calls'], 1],
    [['sql', "select 1 as whole, 1.5 as half, 'x' as text, null as empty"], 1],
  ])('answers meterline %j as the schema of sql says', async (argv, rows) => {
    const durable = { home: throwAwayFolder(), durable: true };
    await runCli(['log', '--provider', 'openai', '--model', 'gpt-5.4', '--input', '10'], durable);
    const ran = await runCli([...argv, '--json'], durable);
    const envelope = JSON.parse(ran.out) as Envelope;
    const validate = validators.get('sql')!;
    expect({ valid: validate(envelope), errors: validate.errors }).toEqual({ valid: true, errors: null });
    expect(envelope.rows).toHaveLength(rows);
  });

  it('gives exactly the envelope of the issue', async () => {
    const envelope = await jsonOf(['costs', '--by', 'model', '--limit', '1']);
    expect(Object.keys(envelope)).toEqual([
      'schema',
      'generatedAt',
      'zone',
      'range',
      'by',
      'interval',
      'rows',
      'totals',
      'notes',
    ]);
    expect(Object.keys(envelope.rows[0]!)).toEqual(['key', 'start', 'calls', 'tokens', 'cost']);
    expect(Object.keys(envelope.rows[0]!.tokens as object)).toEqual([
      'input',
      'output',
      'reasoning',
      'cacheRead',
      'cacheWrite',
      'total',
    ]);
    expect(Object.keys(envelope.rows[0]!.cost as object)).toEqual([
      'listUsd',
      'billedUsd',
      'reportedUsd',
      'unpricedCalls',
    ]);
  });

  it('never gives 0 for a cost that is not known', async () => {
    const { rows } = await jsonOf(['costs', '--where', 'model=acme-large-preview']);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.cost).toEqual({ listUsd: null, billedUsd: null, reportedUsd: 0, unpricedCalls: 3 });
  });

  it('says the same in every zone that ends the day elsewhere, in all', async () => {
    const sums = await Promise.all(
      ['UTC', 'Asia/Kathmandu', 'America/St_Johns'].map(async (zone) => {
        const ran = await runCli(
          ['costs', '--period', 'all', '--interval', 'day', '--json', '--zone', zone],
          options,
        );
        const { rows, totals } = JSON.parse(ran.out) as Envelope<{ calls: number }, { calls: number }>;
        return [rows.reduce((sum, { calls }) => sum + calls, 0), totals.calls];
      }),
    );
    expect(sums).toEqual([
      [options.calls.length, options.calls.length],
      [options.calls.length, options.calls.length],
      [options.calls.length, options.calls.length],
    ]);
  });
});

describe('--csv', () => {
  it('gives the rows of --json', async () => {
    const { rows } = await jsonOf(['costs', '--by', 'project,model']);
    const ran = await runCli(['costs', '--by', 'project,model', '--csv'], options);
    const [head = '', ...lines] = ran.out.trimEnd().split('\r\n');
    expect(head).toBe(
      'project,model,start,calls,tokens.input,tokens.output,tokens.reasoning,tokens.cacheRead,tokens.cacheWrite,tokens.total,cost.listUsd,cost.billedUsd,cost.reportedUsd,cost.unpricedCalls',
    );
    expect(lines).toHaveLength(rows.length);
    const first = rows[0] as { key: Record<string, string>; calls: number; cost: { listUsd: number } };
    expect(lines[0]).toContain(`${first.key.project},${first.key.model},,${first.calls},`);
    expect(lines[0]).toContain(`,${first.cost.listUsd},`);
  });

  it('writes small amounts as plain decimals and quotes what must be quoted', () => {
    expect([1e-7, 1.5e-9, 0.25, 12].map(csvCell)).toEqual(['0.0000001', '0.0000000015', '0.25', '12']);
    expect(csvCell('a "b", c\nd')).toBe('"a ""b"", c\nd"');
    expect(csvCell(null)).toBe('');
  });
});
