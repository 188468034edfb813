import type { StoredKey } from '@meterline/server';
import { plural } from '../render/number.ts';
import { headingLines, nextLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { renderTable } from '../render/table.ts';
import { showAge } from '../render/when.ts';
import type { Report } from './emit.ts';
import { envelopeOf, isoOrNull } from './envelope.ts';
import { KEYS, type KeyRow, type KeyTotals } from './kinds/keys.ts';

export interface KeysFacts {
  readonly keys: readonly StoredKey[];
  /** The key that was just made. */
  readonly secret?: string;
  readonly zone: string;
  readonly now: number;
}

/** The report of `meterline keys`; of `keys create` with `--json`. */
export const keysReport = (facts: KeysFacts): Report<KeyRow, KeyTotals> => ({
  kind: KEYS,
  envelope: envelopeOf(KEYS, {
    now: facts.now,
    zone: facts.zone,
    by: ['id'],
    rows: facts.keys.map((key) => rowOf(key, facts.secret)),
    totals: { keys: facts.keys.length },
  }),
  lines: (screen) => keysLines(facts, screen),
});

const rowOf = (key: StoredKey, secret: string | undefined): KeyRow => ({
  key: { id: key.id },
  label: key.label,
  createdAt: isoOrNull(key.createdAt) ?? '',
  defaults: key.defaults,
  providers: key.providerKeys,
  ...(secret === undefined ? {} : { secret }),
});

/** `user=ann, tag-team=search` */
export const pairsText = (pairs: Readonly<Record<string, string>>): string =>
  Object.entries(pairs)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ') || '–';

const keysLines = ({ keys, zone, now }: KeysFacts, screen: Screen): readonly string[] => {
  const next = nextLines(
    [
      { command: 'meterline keys create --label NAME', says: 'a new key, shown once' },
      ...(keys.length === 0 ? [] : [{ command: 'meterline keys revoke ID', says: 'take one back' }]),
    ],
    screen,
  );
  const head = headingLines({ title: plural(keys.length, 'key'), zone }, screen);
  if (keys.length === 0)
    return [...head, 'The gateway has no keys of its own: clients send those of the provider.', '', ...next];
  const table = renderTable<StoredKey>(
    [
      { head: 'Id', cell: ({ id }) => ({ text: id, paint: screen.paint.command }) },
      { head: 'Label', cell: ({ label }) => label },
      { head: 'Made', drop: 1, cell: ({ createdAt }) => showAge(createdAt, now, zone) },
      { head: 'Calls are put down to', cell: ({ defaults }) => pairsText(defaults) },
      { head: 'Keys behind it', drop: 2, cell: ({ providerKeys }) => pairsText(providerKeys) },
    ],
    keys,
    screen,
  );
  return [...head, ...table, '', ...next];
};
