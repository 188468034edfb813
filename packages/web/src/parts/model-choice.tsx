import { useState } from 'react';
import { useAnswer } from '../data/use-answer.ts';
import { Combobox } from './combobox.tsx';
import type { FieldControl } from './field.tsx';
import { pricedModels } from './priced-models.ts';

/** Prices that are asked for at once; a model has one for each time that it cost something else. */
const ASKED_PRICES = 120;

/** Chooses one of the models that have a price, by any part of its name. */
export const ModelChoice = ({
  control,
  text,
  onChoose,
}: {
  readonly control: FieldControl;
  /** What is chosen, as the field shows it. */
  readonly text: string;
  readonly onChoose: (chosen: { readonly provider: string; readonly model: string }) => void;
}) => {
  const [search, setSearch] = useState('');
  const { data, isPending } = useAnswer(
    '/prices',
    { limit: ASKED_PRICES, ...(search === '' ? {} : { search }) },
    { still: true },
  );
  const models = pricedModels(data?.rows ?? []);
  return (
    <Combobox
      control={control}
      text={text}
      placeholder="Search a model"
      options={models.map(({ value, model, provider, price }) => ({
        value,
        text: model,
        note: `${provider} · ${price}`,
      }))}
      onSearch={setSearch}
      onChoose={(value) => {
        const chosen = models.find((one) => one.value === value);
        if (chosen !== undefined) onChoose(chosen);
      }}
      empty={isPending ? 'Searching …' : `No model with a price has “${search}” in its name.`}
    />
  );
};
