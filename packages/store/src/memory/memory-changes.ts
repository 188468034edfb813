import { callId } from '../call/call-id.ts';
import { type CallChange, CHANGES_KEPT, type Ledger } from '../store.ts';
import type { MemoryCall } from './memory-call.ts';

/** The order of changes and the notes of a ledger in memory. */
export interface MemoryChanges extends Pick<Ledger, 'followChanges' | 'changes' | 'note' | 'changeNote'> {
  /** A call was added, or took the place of those that it was before. */
  placed(call: MemoryCall, before: readonly MemoryCall[]): void;
  /** They turned out to be one that was dropped. */
  removed(calls: readonly MemoryCall[]): void;
}

interface Kept extends Omit<CallChange, 'call'> {
  readonly call: MemoryCall | undefined;
}

export const createMemoryChanges = (): MemoryChanges => {
  let since = Number.POSITIVE_INFINITY;
  let last = 0;
  let kept: Kept[] = [];
  const ages = new Map<MemoryCall, number>();
  /** What the oldest of several became; the others are gone. */
  const heirs = new Map<MemoryCall, MemoryCall | undefined>();
  const keep = (kind: Kept['kind'], startedAt: number, rest: Pick<Kept, 'call' | 'formerIds'>): void => {
    if (startedAt < since) return;
    kept.push({ place: ++last, kind, ...rest });
    if (kept.length > CHANGES_KEPT) kept.shift();
  };
  const nowOf = (call: MemoryCall | undefined): MemoryCall | undefined => {
    let now = call;
    while (now !== undefined && heirs.has(now)) now = heirs.get(now);
    return now?.dropped === true ? undefined : now;
  };
  return {
    ...createMemoryNotes(),
    placed: (call, before) => {
      const [first, ...others] = [...before].sort((a, b) => ages.get(a)! - ages.get(b)!);
      for (const other of others) heirs.set(other, undefined);
      if (first !== undefined) heirs.set(first, call);
      ages.set(call, first === undefined ? ages.size : ages.get(first)!);
      const id = idOf(call);
      const formerIds = before.map(idOf).filter((former) => former !== id);
      keep(first === undefined ? 'added' : 'changed', call.event.startedAt, { call, formerIds });
    },
    removed: (calls) => {
      for (const call of calls) {
        heirs.set(call, undefined);
        keep('removed', call.event.startedAt, { call: undefined, formerIds: [idOf(call)] });
      }
    },
    followChanges: async (from) => {
      since = from ?? Number.POSITIVE_INFINITY;
      if (from === undefined) kept = [];
    },
    changes: async (after, limit) => {
      const later = kept.filter(({ place }) => place > after);
      return {
        changes: later.slice(0, limit).map(({ call, ...change }) => {
          const now = nowOf(call);
          return { ...change, call: now && { ...now.event, id: idOf(now) } };
        }),
        last,
        lost: Math.max(last - after - later.length, 0),
      };
    },
  };
};

const idOf = ({ event }: MemoryCall): string => callId(event.keys);

const createMemoryNotes = (): Pick<Ledger, 'note' | 'changeNote'> => {
  const notes = new Map<string, string>();
  return {
    note: async (name) => notes.get(name),
    changeNote: async (name, before, after) => {
      if (notes.get(name) !== before) return false;
      if (after === undefined) notes.delete(name);
      else notes.set(name, after);
      return true;
    },
  };
};
