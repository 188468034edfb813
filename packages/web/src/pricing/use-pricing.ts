import type { ApiError, Body } from '@meterline/api/client';
import { useState } from 'react';
import { useChange } from '../data/use-change.ts';
import { type PricedTarget, targetFilters, targetName } from './priced-target.ts';
import type { Reprice } from './pricing-words.ts';

type OwnPrice = Body<'/prices/own', 'put'>;

/** A price to give: rates, that of another model, another name, or a discount. */
export type GivenPrice =
  | { readonly rates: Extract<OwnPrice, { rates: object }>['rates'] }
  | { readonly like: string }
  | { readonly alias: string }
  | { readonly discountPercent: number };

/** Where somebody is who gives a model a price. Recorded calls change only after a yes. */
export type PricingStep =
  | { readonly kind: 'choose' }
  | {
      readonly kind: 'set';
      readonly says: string;
      readonly trial: Reprice;
      /** It is the only price of one's own for the model, so that taking it away leaves what was before. */
      readonly canUndo: boolean;
    }
  | { readonly kind: 'applied'; readonly says: string; readonly result: Reprice; readonly canUndo: boolean }
  | { readonly kind: 'undone'; readonly result: Reprice };

export interface Pricing {
  readonly step: PricingStep;
  readonly isBusy: boolean;
  readonly error: ApiError | null;
  /** Sets the price for calls from now on, then asks what it would change of the recorded ones. */
  readonly give: (target: PricedTarget, price: GivenPrice) => Promise<void>;
  readonly apply: () => Promise<void>;
  /** Takes the price away again, also from recorded calls. */
  readonly undo: () => Promise<void>;
  readonly startAgain: () => void;
}

/** `unpricedOnly`: recorded calls that have a price keep it. */
export const usePricing = (unpricedOnly: boolean): Pricing => {
  const [step, setStep] = useState<PricingStep>({ kind: 'choose' });
  const [target, setTarget] = useState<PricedTarget>({ provider: null, model: '' });
  const set = useChange('put', '/prices/own');
  const unset = useChange('post', '/prices/own/remove');
  const reprice = useChange('post', '/reprice');
  const all = [set, unset, reprice];
  const forget = (): void => {
    for (const change of all) change.reset();
  };
  /** What fails is shown, from the change itself; the step stays. */
  const attempt = async (act: () => Promise<PricingStep>): Promise<void> => {
    forget();
    try {
      setStep(await act());
    } catch {
      // The change holds the error.
    }
  };
  return {
    step,
    isBusy: all.some(({ isPending }) => isPending),
    error: all.find(({ error }) => error !== null)?.error ?? null,
    give: (to, price) =>
      attempt(async () => {
        setTarget(to);
        const model = targetName(to);
        const { says, rows } = await set.mutateAsync({ model, ...price });
        const trial = await reprice.mutateAsync({ dryRun: true, unpricedOnly, where: targetFilters(to) });
        return { kind: 'set', says, trial, canUndo: rows.filter((row) => row.model === model).length === 1 };
      }),
    apply: () =>
      attempt(async () => {
        if (step.kind !== 'set') return step;
        const { says, canUndo } = step;
        const where = targetFilters(target);
        return {
          kind: 'applied',
          says,
          canUndo,
          result: await reprice.mutateAsync({ dryRun: false, unpricedOnly, where }),
        };
      }),
    undo: () =>
      attempt(async () => {
        await unset.mutateAsync({ model: targetName(target) });
        const where = targetFilters(target);
        return {
          kind: 'undone',
          result: await reprice.mutateAsync({ dryRun: false, unpricedOnly: false, where }),
        };
      }),
    startAgain: () => {
      forget();
      setStep({ kind: 'choose' });
    },
  };
};
