import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowCount, rowOfTurn, type TurnRow, turnRowAt } from './turn-rows.ts';

it('puts a lapse before its turn and every turn in order', () =>
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (lapsed) => {
      const lapses = lapsed.flatMap((yes, turn) => (yes ? [turn] : []));
      const expected = lapsed.flatMap<TurnRow>((yes, turn) => [
        ...(yes ? [{ kind: 'lapse' as const, turn }] : []),
        { kind: 'turn', turn },
      ]);
      const rows = Array.from({ length: rowCount(lapsed.length, lapses) }, (_, row) =>
        turnRowAt(row, lapses),
      );
      expect(rows).toEqual(expected);
      for (const [row, one] of expected.entries())
        if (one.kind === 'turn') expect(rowOfTurn(one.turn, lapses)).toBe(row);
    }),
  ));
