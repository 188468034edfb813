import { type ReactNode, useEffect, useRef, useState } from 'react';
import { restOf } from '../../data/problem-issue.ts';
import { useMoney } from '../../data/use-money.ts';
import { compactCount, plural } from '../../format/count.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { ModelChoice } from '../../parts/model-choice.tsx';
import { Skeleton } from '../../parts/panel.tsx';
import { RatesFields } from '../../parts/rates-fields.tsx';
import { NO_RATES, RATE_FIELDS, ratesOf } from '../../parts/rates-input.ts';
import { doneText, trialText } from './pricing-words.ts';
import type { UnpricedModel } from './unpriced-card.tsx';
import { type Pricing, usePricing } from './use-pricing.ts';

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
  const pricing = usePricing(target);
  const given = useRef(false);
  useEffect(() => {
    if (like === undefined || given.current) return;
    given.current = true;
    void pricing.give({ like });
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
        <Choose target={target} pricing={pricing} />
      ) : (
        <Outcome pricing={pricing} onClose={onClose} />
      )}
    </Dialog>
  );
};

const Choose = ({ target, pricing }: { readonly target: UnpricedModel; readonly pricing: Pricing }) => {
  const { provider, calls, tokens, like } = target;
  return (
    <>
      <p className="muted">
        {plural(calls, 'call')} with {compactCount(tokens)} tokens at {provider} have no known price: they add
        nothing to the costs. A price of your own holds from now on; what is recorded is asked for next.
      </p>
      <section className="pricing-way">
        <h3>It costs what another model costs</h3>
        {like.length > 0 && (
          <div className="pricing-likes">
            {like.map((other) => (
              <Button
                key={other}
                disabled={pricing.isBusy}
                onClick={() => void pricing.give({ like: other })}
              >
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
              onChoose={(chosen) => void pricing.give({ like: `${chosen.provider}:${chosen.model}` })}
            />
          )}
        </Field>
      </section>
      <OwnRates pricing={pricing} />
    </>
  );
};

const OwnRates = ({ pricing }: { readonly pricing: Pricing }) => {
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
        if (given !== undefined) void pricing.give({ rates: given });
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

/** What has been done, and what can be done about it. */
const Outcome = ({ pricing, onClose }: { readonly pricing: Pricing; readonly onClose: () => void }) => {
  const money = useMoney();
  const { step, isBusy } = pricing;
  const undo = (
    <Button look="plain" disabled={isBusy} onClick={() => void pricing.undo()}>
      Undo
    </Button>
  );
  if (step.kind === 'undone')
    return (
      <Step key="undone" says="Undone: your price is removed, and recorded calls are as they were.">
        <Button look="main" onClick={onClose}>
          Done
        </Button>
      </Step>
    );
  if (step.kind === 'applied')
    return (
      <Step key="applied" says={step.says} note={doneText(step.result, money)}>
        <Button look="main" onClick={onClose}>
          Done
        </Button>
        {undo}
      </Step>
    );
  if (step.kind !== 'set') return null;
  const { changed } = step.trial;
  return (
    <Step key="set" says={`${step.says} That holds from now on.`} note={trialText(step.trial, money)}>
      {changed > 0 && (
        <Button look="main" disabled={isBusy} onClick={() => void pricing.apply()}>
          {isBusy ? 'Pricing …' : `Price ${changed === 1 ? 'it' : `these ${plural(changed, 'call')}`} too`}
        </Button>
      )}
      <Button disabled={isBusy} onClick={onClose}>
        {changed > 0 ? 'Only from now on' : 'Done'}
      </Button>
      {undo}
    </Step>
  );
};

/** Has the focus when it appears, so that it is read and its buttons are next. */
const Step = ({
  says,
  note,
  children,
}: {
  readonly says: string;
  readonly note?: string;
  readonly children: ReactNode;
}) => (
  <div className="pricing-step">
    <div tabIndex={-1} ref={focusOnShow} className="pricing-says">
      <p className="pricing-done">{says}</p>
      {note !== undefined && <p>{note}</p>}
    </div>
    <div className="pricing-actions">{children}</div>
  </div>
);

const focusOnShow = (element: HTMLElement | null): void => element?.focus();
