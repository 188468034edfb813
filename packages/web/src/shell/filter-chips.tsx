import type { Filter } from '@meterline/core';
import { filterText } from '@meterline/core';
import { useState } from 'react';
import { dimensionName, valueName } from '../format/name.ts';
import { Button } from '../parts/button.tsx';
import { useView } from '../state/use-view.ts';
import { FilterDialog } from './filter-dialog.tsx';
import './filter-chips.css';

/** The filters that hold; each can be turned into its opposite or taken away. */
export const FilterChips = () => {
  const { view, change } = useView();
  const [open, setOpen] = useState(false);
  return (
    <div className="chips">
      {view.where.map((filter) => (
        <Chip key={filterText(filter)} filter={filter} />
      ))}
      {view.where.length > 1 && (
        <Button look="plain" small onClick={() => change({ where: [] })}>
          Clear all
        </Button>
      )}
      <Button look="plain" small aria-haspopup="dialog" data-key="f" onClick={() => setOpen(true)}>
        + Filter
      </Button>
      {open && <FilterDialog onClose={() => setOpen(false)} />}
    </div>
  );
};

const Chip = ({ filter }: { readonly filter: Filter }) => {
  const { view, change, unfilter } = useView();
  const { dimension, op, value } = filter;
  const name = `${dimensionName(dimension)} ${op === '=' ? 'is' : 'is not'} ${valueName(dimension, value)}`;
  const text = filterText(filter);
  const turned: Filter = { ...filter, op: op === '=' ? '!=' : '=' };
  return (
    <span className={`chip ${op === '!=' ? 'chip-not' : ''}`}>
      <button
        type="button"
        className="chip-text"
        title={`${value ?? 'not set'} · click for ${op === '=' ? 'everything but this' : 'only this'}`}
        onClick={() => change({ where: view.where.map((one) => (filterText(one) === text ? turned : one)) })}
      >
        {name}
      </button>
      <button
        type="button"
        className="chip-remove"
        aria-label={`Remove filter: ${name}`}
        onClick={() => unfilter(filter)}
      >
        ✕
      </button>
    </span>
  );
};
