import { useEffect, useRef, useState } from 'react';
import { restOf } from '../../data/problem-issue.ts';
import { compactCount, plural } from '../../format/count.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { ModelChoice } from '../../parts/model-choice.tsx';
import { Skeleton } from '../../parts/panel.tsx';
import { RatesFields } from '../../parts/rates-fields.tsx';
import { NO_RATES, RATE_FIELDS, ratesOf } from '../../parts/rates-input.ts';
import { PricingOutcome } from '../../pricing/pricing-outcome.tsx';
import { type GivenPrice, type Pricing, usePricing } from '../../pricing/use-pricing.ts';
import type { UnpricedModel } from './unpriced-card.tsx';

/** Gives a model a price, then asks whether the calls that are recorded already shall have it too; both can be undone. */
export const PricingDialog = ({
  target,
  like,
  onClose,
}: {
  readonly target: UnpricedModel;
  /** Chosen already: it shall cost what this model costs. */
  readonly like: string | undefined;
  readonly onClose: () => void;
}) => {
  const pricing = usePricing(true);
  const given = useRef(false);
  useEffect(() => {
    if (like === undefined || given.current) return;
    given.current = true;
    void pricing.give(target, { like });
  });
  const problem = restOf(
    pricing.error,
    RATE_FIELDS.map(({ name }) => `rates.${name}`),
  );
  return (
    <Dialog title={`A price for ${target.model}`} onClose={onClose}>
      {problem !== undefined && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      {pricing.step.kind === 'choose' && pricing.isBusy ? (
        <Skeleton lines={3} />
      ) : pricing.step.kind === 'choose' ? (
        <Choose target={target} pricing={pricing} onGive={(price) => void pricing.give(target, price)} />
      ) : (
        <PricingOutcome pricing={pricing} onDone={onClose} />
      )}
    </Dialog>
  );
};

interface ChooseProps {
  readonly target: UnpricedModel;
  readonly pricing: Pricing;
  readonly onGive: (price: GivenPrice) => void;
}

const Choose = ({ target, pricing, onGive }: ChooseProps) => {
  const { provider, calls, tokens, like } = target;
  return (
    <>
      <p className="muted">
        {plural(calls, 'call')} with {compactCount(tokens)} tokens at {provider}{' '}
        {calls === 1 ? 'has' : 'have'} no known price. Yours holds for calls from now on; then you decide
        whether the recorded ones get it too.
      </p>
      <section className="pricing-way">
        <h3>It costs what another model costs</h3>
        {like.length > 0 && (
          <div className="pricing-likes">
            {like.map((other) => (
              <Button key={other} disabled={pricing.isBusy} onClick={() => onGive({ like: other })}>
                {other}
              </Button>
            ))}
          </div>
        )}
        <Field label={like.length > 0 ? 'Or another one' : 'Which one'}>
          {(control) => (
            <ModelChoice
              control={control}
              text=""
              onChoose={(chosen) => onGive({ like: `${chosen.provider}:${chosen.model}` })}
            />
          )}
        </Field>
      </section>
      <OwnRates pricing={pricing} onGive={onGive} />
    </>
  );
};

const OwnRates = ({ pricing, onGive }: Omit<ChooseProps, 'target'>) => {
  const [rates, setRates] = useState(NO_RATES);
  const [checked, setChecked] = useState(false);
  return (
    <form
      className="pricing-way"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        const given = ratesOf(rates);
        if (given !== undefined) onGive({ rates: given });
      }}
    >
      <h3>
        Or rates of its own <span className="muted">US dollars per million tokens</span>
      </h3>
      <RatesFields rates={rates} checked={checked} error={pricing.error} onChange={setRates} />
      <div>
        <Button type="submit" disabled={pricing.isBusy}>
          {pricing.isBusy ? 'Setting …' : 'Set these rates'}
        </Button>
      </div>
    </form>
  );
};
