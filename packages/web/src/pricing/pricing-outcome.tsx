import type { ReactNode } from 'react';
import { useMoney } from '../data/use-money.ts';
import { plural } from '../format/count.ts';
import { Button } from '../parts/button.tsx';
import { doneText, trialText } from './pricing-words.ts';
import type { Pricing } from './use-pricing.ts';
import './pricing-outcome.css';

/** What giving a price has done, what it would do to recorded calls, and the way back. */
export const PricingOutcome = ({
  pricing,
  onDone,
}: {
  readonly pricing: Pricing;
  readonly onDone: () => void;
}) => {
  const money = useMoney();
  const { step, isBusy } = pricing;
  const done = (
    <Button look="main" onClick={onDone}>
      Done
    </Button>
  );
  if (step.kind === 'choose') return null;
  if (step.kind === 'undone')
    return (
      <Step key="undone" says="Undone: your price is removed, and recorded calls are as they were.">
        {done}
      </Step>
    );
  const undo = step.canUndo && (
    <Button look="plain" disabled={isBusy} onClick={() => void pricing.undo()}>
      Undo
    </Button>
  );
  if (step.kind === 'applied')
    return (
      <Step key="applied" says={step.says} note={doneText(step.result, money)}>
        {done}
        {undo}
      </Step>
    );
  const { changed } = step.trial;
  return (
    <Step key="set" says={`${step.says} That holds from now on.`} note={trialText(step.trial, money)}>
      {changed > 0 && (
        <Button look="main" disabled={isBusy} onClick={() => void pricing.apply()}>
          {isBusy ? 'Pricing …' : `Price ${changed === 1 ? 'it' : `these ${plural(changed, 'call')}`} too`}
        </Button>
      )}
      <Button disabled={isBusy} onClick={onDone}>
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
