import type { Dimension, Filter } from '@meterline/core';
import { groupFilters, tagKeyOf } from '../call/dimension-value.ts';
import { placeholders } from './columns.ts';

/** SQL with the values of its question marks. */
export interface Sql {
  readonly sql: string;
  readonly params: readonly (string | number)[];
}

/** The id of a dimension's value on the scope `s`; 0 where it is not set. */
export const dimensionSql = (dimension: Dimension): Sql => {
  const tag = tagKeyOf(dimension);
  if (tag === undefined) return { sql: `s.${dimension}`, params: [] };
  const key = '(SELECT id FROM name WHERE text = ?)';
  return {
    sql: `ifnull((SELECT value FROM tag WHERE tag_set = s.tag_set AND key = ${key}), 0)`,
    params: [tag],
  };
};

/** Conditions on the scope `s`, joined by AND; none gives an empty text. */
export const filterSql = (where: readonly Filter[]): Sql => {
  const conditions = groupFilters(where).map(({ dimension, op, values }): Sql => {
    const value = dimensionSql(dimension);
    const texts = values.filter((text) => text !== null);
    const unset = values.includes(null) ? 'UNION ALL SELECT 0' : '';
    const ids = `SELECT id FROM name WHERE text IN (${placeholders(texts.length)}) ${unset}`.trimEnd();
    return {
      sql: `${value.sql} ${op === '=' ? 'IN' : 'NOT IN'} (${ids})`,
      params: [...value.params, ...texts],
    };
  });
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND '),
    params: conditions.flatMap(({ params }) => params),
  };
};
