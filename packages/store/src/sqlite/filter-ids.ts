import type { FilterGroup } from '../call/dimension-value.ts';
import type { Connection } from './connection.ts';
import { NOT_SET } from './name-table.ts';

/** Ids of names that a filter lists; a text that the ledger does not know has none. */
export const idsOf = (connection: Connection, group: FilterGroup): ReadonlySet<number> => {
  const find = connection.prepare('SELECT id FROM name WHERE text = ?');
  const ids = group.values.map((value) =>
    value === null ? NOT_SET : (find.get(value)?.id as number | undefined),
  );
  return new Set(ids.filter((id) => id !== undefined));
};

/** Value of a tag in a set of tags, both as ids. */
export const createTagTranslator = (connection: Connection) => {
  const known = new Map<string, number>();
  const find = `SELECT value FROM tag WHERE tag_set = ? AND key = (SELECT id FROM name WHERE text = ?)`;
  return (tag: string, set: number): number => {
    const cacheKey = `${set}:${tag}`;
    let value = known.get(cacheKey);
    if (value === undefined) {
      value = (connection.prepare(find).get(set, tag)?.value as number | undefined) ?? NOT_SET;
      known.set(cacheKey, value);
    }
    return value;
  };
};
