import type { EventRanks, PricedEvent } from '@meterline/core';
import type { NameTable } from './name-table.ts';
import { createNeighbours } from './neighbours.ts';
import { hasTrait, type Trait, traitOf } from './trait.ts';

export interface TraitTable {
  /** The id of a call's trait, which is added if it is new (inside a write transaction). */
  idOf(event: PricedEvent, ranks: EventRanks): number;
  textOf(id: number): string;
  forget(): void;
}

export const createTraitTable = (texts: NameTable): TraitTable => {
  const recent = createNeighbours<{ readonly trait: Trait; readonly id: number }>();
  return {
    idOf: (event, ranks) => {
      for (const known of recent.all) if (hasTrait(known.trait, event, ranks)) return known.id;
      const trait = traitOf(event, ranks);
      const id = texts.idOf(JSON.stringify(trait));
      recent.add({ trait, id });
      return id;
    },
    textOf: (id) => texts.textOf(id)!,
    forget: () => {
      texts.forget();
      recent.forget();
    },
  };
};
