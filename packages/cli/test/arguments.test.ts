import { describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

/** Wrong command lines: each message names the flag, the value and what would be right. */
const WRONG: readonly (readonly [readonly string[], number, readonly RegExp[]])[] = [
  [['cosst'], 2, [/no command 'cosst'/, /Did you mean 'costs'/, /USAGE_COMMAND_UNKNOWN/]],
  [['help', 'cosst'], 2, [/no command 'cosst'/, /Did you mean 'costs'/, /USAGE_COMMAND_UNKNOWN/]],
  [['help', 'prices', 'sett'], 2, [/no command 'prices sett'/, /Did you mean 'set'/]],
  [['costs', '--perod', '7d'], 2, [/--perod/, /Did you mean --period/]],
  [['costs', '--period', '8d'], 2, [/--period is '8d'/, /today, yesterday, week, month, 7d/]],
  [['costs', '--interval', 'dya'], 2, [/--interval is 'dya'/, /hour, day, week, month/, /'day'/]],
  [['costs', '--by', 'projcet'], 2, [/--by has 'projcet'/, /'project'/, /DIMENSION_UNKNOWN/, /tag:KEY/]],
  [['costs', '--by', 'day'], 2, [/--by has 'day'/, /--interval day/]],
  [['costs', '--by', ','], 2, [/--by ','/, /1 to 6/]],
  [['costs', '--where', 'model'], 2, [/--where is 'model'/, /DIM=VALUE/]],
  [['costs', '--where', 'modle=x'], 2, [/'modle'/, /'model'/]],
  [['costs', '--limit', '0'], 2, [/--limit is '0'/, /at least 1/]],
  [['costs', '--limit', 'many'], 2, [/--limit is 'many'/]],
  [['costs', '--limit'], 2, [/--limit/]],
  [['costs', '--since', '31.12.2026'], 2, [/--since is '31.12.2026'/, /2026-11-01/, /DATE_INVALID/]],
  [['costs', '--since', '2026-02-30'], 2, [/--since is '2026-02-30'/]],
  [['costs', '--since', '2026-11-02', '--until', '2026-11-01'], 2, [/2026-11-02/, /2026-11-01/]],
  [['costs', '--since', '2026-11-02', '--period', '7d'], 2, [/--period 7d/, /--since/]],
  [['costs', '--zone', 'Berlin'], 2, [/--zone is 'Berlin'/, /Europe\/Berlin/, /ZONE_UNKNOWN/]],
  [['costs', '--zone', '+02:00'], 2, [/--zone is '\+02:00'/]],
  [['costs', '--compare', '--period', 'all'], 2, [/--compare/]],
  [['costs', '--home', import.meta.filename], 2, [/--home is '.*', which is no folder/]],
  [['costs', '--json', '--csv'], 2, [/--json and --csv/]],
  [['costs', 'model'], 2, [/argument/]],
  [['costs', '--width', '7'], 2, [/--width is '7'/, /at least 40/]],
  [['usage', '--date', '3h'], 2, [/--date is '3h'/]],
  [['usage', '--date', 'today', '--period', '7d'], 2, [/--date/, /--period/]],
  [['session'], 2, [/'id'/]],
  [['session', 'nothing-like-it'], 3, [/'nothing-like-it'/, /SESSION_NOT_FOUND/]],
  [['explain', 'ffffffff'], 3, [/'ffffffff'/, /CALL_NOT_FOUND/]],
  [['import', 'clade-code'], 2, [/'clade-code'/, /'claude-code'/, /SOURCE_UNKNOWN/]],
  [['import', './no/such/file.jsonl'], 5, [/no\/such\/file\.jsonl/, /no such file/]],
  [['import', '--map', 'time'], 2, [/--map is 'time'/, /FIELD=HEADER/]],
  [['watch', 'codx'], 2, [/'codx'/, /'codex'/]],
  [['connect', 'codx'], 2, [/'codx'/, /'codex'/]],
  [['prices', 'claude-opus-4-7x'], 3, [/'claude-opus-4-7x'/, /PRICE_NOT_FOUND/]],
  [['prices', 'set', 'm'], 2, [/Nothing to set/, /--like/]],
  [['prices', 'set', 'm', '--input', 'free'], 2, [/--input is 'free'/]],
  [['prices', 'set', 'm', '--output', '1'], 2, [/--input is missing/]],
  [['prices', 'set', 'm', '--input', '1'], 2, [/--output is missing/]],
  [['prices', 'set', 'm', '--discount', '120'], 2, [/--discount is '120'/]],
  [['prices', 'unset', 'm'], 3, [/no price for 'm'/]],
  [['prices', 'update', '--url', 'http://prices.example/book.json'], 2, [/--url is 'http:/, /https/]],
  [['prices', 'update', '--url', 'ftp://x'], 2, [/--url is 'ftp:/]],
  [['config', 'set', 'zoen', 'UTC'], 2, [/zoen/, /zone/, /CONFIG_INVALID/]],
  [['config', 'set', 'zone', 'Mars'], 2, [/zone must be an IANA zone/, /CONFIG_INVALID/]],
  [['log', '--model', 'm', '--input', '1'], 2, [/provider/]],
  [['log', '--provider', 'p', '--model', 'm'], 2, [/tokens/]],
  [['log', '--provider', 'p', '--model', 'm', '--input', '1.5'], 2, [/--input is '1.5'/]],
  [['log', '--provider', 'p', '--model', 'm', '--input', '1', '--set', 'brnach=x'], 2, [/brnach/]],
  [['log', '--provider', 'p', '--model', 'm', '--input', '1', '--time', 'soon'], 2, [/--time is 'soon'/]],
  [['completion', 'tcsh'], 2, [/'tcsh'/, /bash, zsh, fish/]],
  [['sql', 'select 1'], 2, [/SQL_INVALID/]],
  [['--jsn'], 2, [/--jsn/, /--json/]],
];

describe('wrong command lines', () => {
  it.each(WRONG)('meterline %j exits with %i', async (argv, status, messages) => {
    const ran = await runCli(argv);
    expect({ status: ran.status, out: ran.out }).toEqual({ status, out: '' });
    for (const message of messages) expect(ran.err).toMatch(message);
    expect(ran.err.split('\n').filter((line) => line.startsWith('error '))).toHaveLength(1);
  });
});

describe('right command lines', () => {
  it.each([
    [['--home', '/nowhere/at/all', 'costs']],
    [['costs', '--home=/nowhere/at/all']],
    [['costs', '--since', '7d', '--until', 'today']],
    [['costs', '--where', 'project=', '--where', 'model!=gpt-5.4']],
    [['help', 'costs']],
    [['help']],
    [['help', 'prices', 'set']],
    [['prices', 'set', '--help']],
    [['config', 'path']],
    [['completion', 'zsh']],
  ])('meterline %j', async (argv) => {
    const ran = await runCli(argv);
    expect({ status: ran.status, err: ran.err }).toEqual({ status: 0, err: '' });
    expect(ran.out.length).toBeGreaterThan(10);
  });

  it('offers --json and --csv where there are such reports', async () => {
    const help = async (...argv: string[]): Promise<string> => (await runCli([...argv, '--help'])).out;
    expect(await help('costs')).toMatch(/--json.*--csv/s);
    expect(await help('watch')).toMatch(/--json/);
    expect(await help('watch')).not.toMatch(/--csv/);
    expect(await help('prices', 'update')).not.toMatch(/--json|--csv|--at/);
  });

  it('writes a zone as the zone database does', async () => {
    const zone = async (name: string): Promise<string> =>
      (JSON.parse((await runCli(['costs', '--json', '--zone', name])).out) as { zone: string }).zone;
    expect(await zone('europe/berlin')).toBe('Europe/Berlin');
    expect(await zone('asia/kolkata')).toBe('Asia/Kolkata');
  });

  it('includes the day that --until names', async () => {
    const range = async (...argv: string[]): Promise<unknown> =>
      (JSON.parse((await runCli(['costs', '--json', ...argv])).out) as { range: unknown }).range;
    expect(await range('--since', '2026-11-01', '--until', '2026-11-02')).toEqual({
      from: '2026-10-31T23:00:00.000Z',
      to: '2026-11-02T23:00:00.000Z',
    });
    expect(await range('--until', '2026-11-02T10:00')).toEqual({
      from: null,
      to: '2026-11-02T09:00:00.000Z',
    });
  });

  it('takes alternatives of one dimension and everything else together', async () => {
    const calls = async (...where: string[]): Promise<number> => {
      const flags = where.flatMap((filter) => ['--where', filter]);
      const { out } = await runCli(['costs', '--period', 'all', '--json', ...flags]);
      return (JSON.parse(out) as { totals: { calls: number } }).totals.calls;
    };
    const [codex, gemini, both, neither, all] = [
      await calls('app=codex'),
      await calls('app=gemini-cli'),
      await calls('app=codex', 'app=gemini-cli'),
      await calls('app!=codex', 'app!=gemini-cli'),
      await calls(),
    ];
    expect(codex).toBeGreaterThan(0);
    expect(both).toBe(codex + gemini);
    expect(neither).toBe(all - both);
  });
});
