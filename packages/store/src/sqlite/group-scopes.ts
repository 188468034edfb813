import type { Connection } from './connection.ts';
import type { GroupColumns } from './group-columns.ts';
import { growingColumn } from './growing-column.ts';
import type { ScopeColumn, ScopeColumns } from './scope-columns.ts';

/** Which group each scope belongs to, in memory: 4 bytes a scope, read when a filter or search first needs it. */
export interface GroupScopes {
  /** Takes notice of changed groups (places in their columns); `undefined`: of all. */
  refresh(changed: readonly number[] | undefined): void;
  /** 1 by place for groups with calls of which any scope passes a test that `scopes` has just made. */
  marked(passes: (scope: number) => boolean): Uint8Array;
}

/** Where scopes name their group. */
export interface GroupKey {
  readonly first: ScopeColumn;
  /** None: one name is enough. */
  readonly second: ScopeColumn | undefined;
  /** Condition on the scopes `s` of one group, with its two ids. */
  readonly where: string;
}

const WITHOUT_CALLS = 'SELECT id FROM scope EXCEPT SELECT scope FROM scope_total';

/** Of a scope without a group or without calls. */
const NOWHERE = 0;

export const createGroupScopes = (
  connection: Connection,
  groups: GroupColumns,
  scopes: ScopeColumns,
  key: GroupKey,
): GroupScopes => {
  const ofGroup = `SELECT s.id, x.calls IS NOT NULL AS live FROM scope s LEFT JOIN scope_total x ON x.scope = s.id
    WHERE ${key.where}`;
  /** One more than the place of each scope's group. */
  const places = growingColumn(Uint32Array);
  let isComplete = false;
  const placeAll = (): void => {
    const first = scopes.column(key.first);
    const second = key.second === undefined ? undefined : scopes.column(key.second);
    for (let scope = 1; scope <= scopes.last; scope++)
      places.set(scope, (groups.placeOf(first[scope]!, second?.[scope] ?? 0) ?? NOWHERE - 1) + 1);
    for (const { id } of connection.prepare(WITHOUT_CALLS).all()) places.set(id as number, NOWHERE);
  };
  const placeChanged = (changed: readonly number[]): void => {
    const [first, second] = [groups.column('first'), groups.column('second')];
    for (const place of changed) {
      for (const { id, live } of connection.prepare(ofGroup).all(first[place]!, second[place]!))
        places.set(id as number, live === 1 ? place + 1 : NOWHERE);
    }
  };
  return {
    refresh: (changed) => {
      if (!isComplete) return;
      if (changed === undefined) isComplete = false;
      else if (changed.length > 0) placeChanged(changed);
    },
    marked: (passes) => {
      if (!isComplete) placeAll();
      isComplete = true;
      const found = new Uint8Array(groups.size);
      // A scope that was added since without a call of a group is beyond the column: it is nowhere.
      const all = places.values;
      const last = Math.min(scopes.last, all.length - 1);
      for (let scope = 1; scope <= last; scope++) {
        const place = all[scope]!;
        if (place !== NOWHERE && found[place - 1] === 0 && passes(scope)) found[place - 1] = 1;
      }
      return found;
    },
  };
};
