import { type Dimension, PLAIN_DIMENSIONS, parseDimension } from '@meterline/core';
import { useId, useState } from 'react';
import { useAnswer } from '../data/use-answer.ts';
import { dimensionName, valueName } from '../format/name.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useView } from '../state/use-view.ts';
import './filter-dialog.css';

const SHOWN_VALUES = 12;

/** Chooses a dimension and one of its values. */
export const FilterDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { filter } = useView();
  const [dimension, setDimension] = useState<Dimension>('model');
  const [op, setOp] = useState<'=' | '!='>('=');
  const [search, setSearch] = useState('');
  const id = useId();
  const { data } = useAnswer(
    '/dimensions/{dimension}',
    { limit: SHOWN_VALUES, ...(search === '' ? {} : { search }) },
    { params: { dimension } },
  );
  const add = (value: string | null): void => {
    filter({ dimension, op, value });
    onClose();
  };
  return (
    <Dialog title="Show only some calls" onClose={onClose}>
      <div className="filter-row">
        <label htmlFor={`${id}-dimension`} className="hidden">
          Dimension
        </label>
        <select
          id={`${id}-dimension`}
          value={dimension}
          onChange={({ target }) => {
            const chosen = parseDimension(target.value);
            if (chosen.ok) setDimension(chosen.value);
            setSearch('');
          }}
        >
          {PLAIN_DIMENSIONS.map((name) => (
            <option key={name} value={name}>
              {dimensionName(name)}
            </option>
          ))}
        </select>
        <label htmlFor={`${id}-op`} className="hidden">
          Is or is not
        </label>
        <select
          id={`${id}-op`}
          value={op}
          onChange={({ target }) => setOp(target.value === '!=' ? '!=' : '=')}
        >
          <option value="=">is</option>
          <option value="!=">is not</option>
        </select>
        <label htmlFor={`${id}-search`} className="hidden">
          Value
        </label>
        <input
          id={`${id}-search`}
          type="search"
          data-first
          placeholder="Part of its name"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
      </div>
      <ul className="filter-values">
        {(data?.values ?? []).map((value) => (
          <li key={value}>
            <Button look="plain" title={value} onClick={() => add(value)}>
              {valueName(dimension, value)}
            </Button>
          </li>
        ))}
        <li>
          <Button look="plain" onClick={() => add(null)}>
            (not set)
          </Button>
        </li>
      </ul>
      {data?.values.length === 0 && (
        <p className="muted small">
          No {dimensionName(dimension).toLowerCase()}{' '}
          {search === '' ? 'is known yet' : `has “${search}” in its name`}.
        </p>
      )}
    </Dialog>
  );
};
