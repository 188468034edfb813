import { useId, useState } from 'react';
import { issueOf, restOf } from '../../data/problem-issue.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { ModelChoice } from '../../parts/model-choice.tsx';
import { RatesFields } from '../../parts/rates-fields.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { findTarget, targetName } from '../../pricing/priced-target.ts';
import { PricingOutcome } from '../../pricing/pricing-outcome.tsx';
import { type Pricing, usePricing } from '../../pricing/use-pricing.ts';
import { givenPrice, NEW_PRICE, type PriceDraft, percentError } from './own-price-draft.ts';

const KINDS = [
  { value: 'rates', text: 'Rates' },
  { value: 'like', text: 'Like another' },
  { value: 'alias', text: 'Another name' },
  { value: 'discount', text: 'Discount' },
] as const;

/** Fields that show their own issues. */
const FIELDS = ['model', 'rates', 'like', 'alias', 'discountPercent'];

/** Gives any model a price, in one of four ways; then recorded calls are asked for. */
export const OwnPriceForm = ({ onDone }: { readonly onDone: () => void }) => {
  const pricing = usePricing(false);
  return pricing.step.kind === 'choose' ? (
    <Draft pricing={pricing} />
  ) : (
    <PricingOutcome pricing={pricing} onDone={onDone} />
  );
};

const Draft = ({ pricing }: { readonly pricing: Pricing }) => {
  const [draft, setDraft] = useState(NEW_PRICE);
  const [checked, setChecked] = useState(false);
  const used = useUsedModels();
  const edit = (part: Partial<PriceDraft>): void => setDraft({ ...draft, ...part });
  const problem = restOf(pricing.error, FIELDS);
  return (
    <form
      className="setting-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        const price = givenPrice(draft);
        if (draft.model.trim() !== '' && price !== undefined)
          void pricing.give(findTarget(draft.model, used), price);
      }}
    >
      <ModelField
        draft={draft}
        checked={checked}
        pricing={pricing}
        names={used.map(targetName)}
        onEdit={edit}
      />
      <Segmented
        label="What it costs"
        options={KINDS}
        value={draft.kind}
        onChange={(kind) => {
          edit({ kind, other: '' });
          setChecked(false);
        }}
      />
      <KindFields draft={draft} checked={checked} pricing={pricing} onEdit={edit} />
      {problem !== undefined && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <div>
        <Button type="submit" look="main" disabled={pricing.isBusy}>
          {pricing.isBusy ? 'Setting …' : 'Set this price'}
        </Button>
      </div>
    </form>
  );
};

/** Models of recorded calls: the likeliest to be given a price. */
const useUsedModels = () => {
  const { data } = useAnswer('/usage', { period: 'all', by: 'provider,model', limit: 200 }, { still: true });
  return (data?.rows ?? []).flatMap(({ key }) =>
    key['model'] == null ? [] : [{ provider: key['provider'] ?? null, model: key['model'] }],
  );
};

interface PartProps {
  readonly draft: PriceDraft;
  /** What is missing is said. */
  readonly checked: boolean;
  readonly pricing: Pricing;
  readonly onEdit: (part: Partial<PriceDraft>) => void;
}

const ModelField = ({
  draft,
  checked,
  pricing,
  onEdit,
  names,
}: PartProps & { readonly names: readonly string[] }) => {
  const list = useId();
  return (
    <Field
      label="Model"
      hint="Its name, or provider:model for one provider only."
      error={checked && draft.model.trim() === '' ? 'Which model?' : issueOf(pricing.error, 'model')}
    >
      {(control) => (
        <>
          <input
            {...control}
            type="text"
            list={list}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            required
            value={draft.model}
            onChange={({ target }) => onEdit({ model: target.value })}
          />
          <datalist id={list}>
            {names.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
};

const KindFields = ({ draft, checked, pricing, onEdit }: PartProps) => {
  const { kind, rates, other, percent } = draft;
  if (kind === 'rates')
    return (
      <>
        <p className="muted small">US dollars per million tokens.</p>
        <RatesFields
          rates={rates}
          checked={checked}
          error={pricing.error}
          onChange={(next) => onEdit({ rates: next })}
        />
      </>
    );
  if (kind === 'discount')
    return (
      <Field
        label="Per cent below its list price"
        error={
          (checked || percent !== '' ? percentError(percent) : undefined) ??
          issueOf(pricing.error, 'discountPercent')
        }
      >
        {(control) => (
          <input
            {...control}
            className="short-input"
            type="text"
            inputMode="decimal"
            autoComplete="off"
            placeholder="15"
            value={percent}
            onChange={({ target }) => onEdit({ percent: target.value })}
          />
        )}
      </Field>
    );
  return (
    <Field
      label={kind === 'like' ? 'It costs what this one costs' : 'It is this model, by another name'}
      error={checked && other === '' ? 'Which one?' : issueOf(pricing.error, kind)}
    >
      {(control) => (
        <ModelChoice
          control={control}
          text={other}
          onChoose={({ provider, model }) =>
            onEdit({ other: kind === 'like' ? `${provider}:${model}` : model })
          }
        />
      )}
    </Field>
  );
};
