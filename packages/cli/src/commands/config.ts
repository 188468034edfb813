import { CONFIG_KEYS, type Config, type ConfigKey, configPath } from '@meterline/server';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { tildePath } from '../render/name.ts';
import { headingLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import { wrap } from '../render/text.ts';
import { emit } from '../report/emit.ts';
import { envelopeOf } from '../report/envelope.ts';
import { CONFIG, type ConfigRow } from '../report/kinds/config.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async ({ config, home, zone, world }) => {
    const rows = CONFIG_KEYS.flatMap((key) => rowsOf(key, config));
    const path = configPath(home);
    await emit(invocation, {
      kind: CONFIG,
      envelope: envelopeOf(CONFIG, { now: invocation.now, zone, rows, totals: { path, home } }),
      lines: (screen) => [
        ...headingLines({ title: 'Configuration', zone, facts: [tildePath(path, world.env.home)] }, screen),
        ...renderTable(columnsFor(screen), rows, screen),
        '',
        ...wrap(
          'meterline config set KEY VALUE changes one; an empty VALUE brings the default back.',
          screen.width,
        ).map(screen.paint.faint),
      ],
    });
    return 0;
  });

/** What is set for a key; one with `*` has a row for each name that is set. */
const rowsOf = (key: ConfigKey, config: Config): readonly ConfigRow[] => {
  const common = { default: key.default, valid: key.valid, about: key.text };
  const set = settingsOf(config, key.key.split('.'));
  if (set.length === 0) return [{ key: key.key, value: null, ...common }];
  return set.map(({ path, value }) => ({ key: path.join('.'), value: JSON.stringify(value), ...common }));
};

interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
}

const settingsOf = (
  value: unknown,
  [first, ...rest]: readonly string[],
  path: readonly string[] = [],
): readonly Setting[] => {
  if (first === undefined) return value === undefined ? [] : [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  const table = value as Readonly<Record<string, unknown>>;
  const names = first === '*' ? Object.keys(table) : [first];
  return names.flatMap((name) => settingsOf(table[name], rest, [...path, name]));
};

const columnsFor = ({ paint }: Screen): Column<ConfigRow>[] => [
  { head: 'Key', cell: ({ key }) => key },
  {
    head: 'Value',
    min: 12,
    keep: 'end',
    cell: ({ value, default: byDefault }) =>
      value === null ? { text: byDefault, paint: paint.faint } : { text: value, paint: paint.good },
  },
  { head: '', cell: ({ value }) => ({ text: value === null ? 'default' : 'set', paint: paint.faint }) },
  { head: 'Takes', wide: true, min: 20, cell: ({ valid }) => ({ text: valid, paint: paint.faint }) },
];
