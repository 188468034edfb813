import { type Dimension, type Filter, PLAIN_DIMENSIONS, parseDimension } from '@meterline/core';
import { useState } from 'react';
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
  const [op, setOp] = useState<Filter['op']>('=');
  const [search, setSearch] = useState('');
  const choose = (name: string): void => {
    const chosen = parseDimension(name);
    if (chosen.ok) setDimension(chosen.value);
    setSearch('');
  };
  const add = (value: string | null): void => {
    filter({ dimension, op, value });
    onClose();
  };
  return (
    <Dialog title="Show only some calls" onClose={onClose}>
      <div className="filter-row">
        <Choice label="Dimension" options={DIMENSIONS} value={dimension} onChange={choose} />
        <Choice
          label="Is or is not"
          options={OPS}
          value={op}
          onChange={(text) => setOp(text as Filter['op'])}
        />
        <input
          type="search"
          aria-label="Value"
          data-first
          placeholder="Part of its name"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
      </div>
      <Values dimension={dimension} search={search} onChoose={add} />
    </Dialog>
  );
};

interface Option {
  readonly value: string;
  readonly text: string;
}

const DIMENSIONS: readonly Option[] = PLAIN_DIMENSIONS.map((name) => ({
  value: name,
  text: dimensionName(name),
}));
const OPS: readonly Option[] = [
  { value: '=', text: 'is' },
  { value: '!=', text: 'is not' },
];

const Choice = (props: {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}) => (
  <select
    aria-label={props.label}
    value={props.value}
    onChange={({ target }) => props.onChange(target.value)}
  >
    {props.options.map(({ value, text }) => (
      <option key={value} value={value}>
        {text}
      </option>
    ))}
  </select>
);

/** Values of a dimension with the searched part in their names, the most used first, and that it is not set at all. */
const Values = (props: {
  readonly dimension: Dimension;
  readonly search: string;
  readonly onChoose: (value: string | null) => void;
}) => {
  const { dimension, search, onChoose } = props;
  const { data } = useAnswer(
    '/dimensions/{dimension}',
    { limit: SHOWN_VALUES, ...(search === '' ? {} : { search }) },
    { params: { dimension } },
  );
  return (
    <>
      <ul className="filter-values">
        {(data?.values ?? []).map((value) => (
          <li key={value}>
            <Button look="plain" title={value} onClick={() => onChoose(value)}>
              {valueName(dimension, value)}
            </Button>
          </li>
        ))}
        <li>
          <Button look="plain" onClick={() => onChoose(null)}>
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
    </>
  );
};
