import { useMemo, useState } from 'react';
import { issueOf } from '../../data/problem-issue.ts';
import { Button } from '../../parts/button.tsx';
import { Combobox } from '../../parts/combobox.tsx';
import { Field } from '../../parts/field.tsx';
import { currencyOf, findCurrencies, knownCurrencies, rateProblem, sampleText } from './currency-draft.ts';
import { SaveRow, Setting } from './setting.tsx';
import type { Settings } from './settings-page.tsx';
import { useSaving } from './settings-save.ts';

const US_DOLLAR = 'USD';

/** In which currency money is shown, at a rate that the user sets. */
export const CurrencySetting = ({ settings: { currency } }: { readonly settings: Settings }) => {
  const [edited, setEdited] = useState<typeof currency>();
  const saving = useSaving();
  const draft = edited ?? currency;
  const isDollar = draft.code === US_DOLLAR;
  const wanted = isDollar ? { code: US_DOLLAR, perUsd: '1' } : currencyOf(draft);
  const isChanged =
    wanted !== undefined && (wanted.code !== currency.code || wanted.perUsd !== currency.perUsd);
  const edit = (part: Partial<typeof draft>): void => {
    setEdited({ ...draft, ...part });
    saving.edited();
  };
  return (
    <Setting
      title="Currency"
      about="For the eye only: prices, recorded costs and exports stay in US dollars. Meterline asks nobody for exchange rates, so the rate is yours, and one for all times."
    >
      <form
        className="setting-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) saving.save({ currency: isDollar ? null : wanted }, () => setEdited(undefined));
        }}
      >
        <CodeField
          code={draft.code}
          error={issueOf(saving.error, 'currency.code')}
          onCode={(code) => edit({ code, perUsd: code === US_DOLLAR ? '1' : '' })}
        />
        {!isDollar && (
          <Field
            label={`1 US dollar in ${draft.code}`}
            hint={wanted === undefined ? undefined : `${sampleText(wanted)}.`}
            error={
              (draft.perUsd === '' ? undefined : rateProblem(draft.perUsd)) ??
              issueOf(saving.error, 'currency.perUsd')
            }
          >
            {(control) => (
              <input
                {...control}
                className="short-input"
                type="text"
                inputMode="decimal"
                autoComplete="off"
                placeholder="0.92"
                value={draft.perUsd}
                onChange={({ target }) => edit({ perUsd: target.value })}
              />
            )}
          </Field>
        )}
        <SaveRow saving={saving} isChanged={isChanged} fields={['currency']}>
          {!isDollar && (
            <Button look="plain" onClick={() => edit({ code: US_DOLLAR, perUsd: '1' })}>
              US dollars
            </Button>
          )}
        </SaveRow>
      </form>
    </Setting>
  );
};

const CodeField = ({
  code,
  error,
  onCode,
}: {
  readonly code: string;
  readonly error: string | undefined;
  readonly onCode: (code: string) => void;
}) => {
  const [typed, setTyped] = useState('');
  const all = useMemo(knownCurrencies, []);
  const name = all.find((one) => one.code === code)?.name;
  return (
    <Field label="Shown in" error={error}>
      {(control) => (
        <Combobox
          control={control}
          text={name === undefined ? code : `${code}, ${name}`}
          options={findCurrencies(all, typed).map((one) => ({
            value: one.code,
            text: one.name,
            note: one.code,
          }))}
          onSearch={setTyped}
          onChoose={onCode}
          empty={`No currency is called “${typed}”.`}
        />
      )}
    </Field>
  );
};
