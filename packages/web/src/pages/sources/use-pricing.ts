import type { ApiError, Body } from '@meterline/api/client';
import { filterText } from '@meterline/core';
import { useState } from 'react';
import { useChange } from '../../data/use-change.ts';
import type { Reprice } from './pricing-words.ts';

export interface PricedTarget {
  readonly provider: string;
  readonly model: string;
}

/** A price to give: that of another model, or rates. */
export type GivenPrice =
  | { readonly like: string }
  | { readonly rates: Extract<Body<'/prices/own', 'put'>, { rates: object }>['rates'] };

/** Where somebody is who gives a model a price. Recorded calls change only after a yes. */
export type PricingStep =
  | { readonly kind: 'choose' }
  | { readonly kind: 'set'; readonly says: string; readonly trial: Reprice }
  | { readonly kind: 'applied'; readonly says: string; readonly result: Reprice }
  | { readonly kind: 'undone'; readonly result: Reprice };

export interface Pricing {
  readonly step: PricingStep;
  readonly isBusy: boolean;
  readonly error: ApiError | null;
  /** Sets the price for calls from now on, then asks what it would change of the recorded ones. */
  readonly give: (price: GivenPrice) => Promise<void>;
  readonly apply: () => Promise<void>;
  /** Takes the price away again, also from recorded calls. */
  readonly undo: () => Promise<void>;
}

/** The name that a price of one's own holds for: of this provider only. */
const nameOf = ({ provider, model }: PricedTarget): string =>
  provider === '' || provider === '(none)' ? model : `${provider}:${model}`;

export const usePricing = (target: PricedTarget): Pricing => {
  const [step, setStep] = useState<PricingStep>({ kind: 'choose' });
  const set = useChange('put', '/prices/own');
  const unset = useChange('post', '/prices/own/remove');
  const reprice = useChange('post', '/reprice');
  const where = [
    filterText({ dimension: 'provider', op: '=', value: target.provider }),
    filterText({ dimension: 'model', op: '=', value: target.model }),
  ];
  const model = nameOf(target);
  const all = [set, unset, reprice];
  /** What fails is shown, from the change itself; the step stays. */
  const attempt = async (act: () => Promise<PricingStep>): Promise<void> => {
    for (const change of all) change.reset();
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
    give: (price) =>
      attempt(async () => {
        const { says } = await set.mutateAsync({ model, ...price });
        const trial = await reprice.mutateAsync({ dryRun: true, unpricedOnly: true, where });
        return { kind: 'set', says, trial };
      }),
    apply: () =>
      attempt(async () => {
        const result = await reprice.mutateAsync({ dryRun: false, unpricedOnly: true, where });
        return { kind: 'applied', says: step.kind === 'set' ? step.says : '', result };
      }),
    undo: () =>
      attempt(async () => {
        await unset.mutateAsync({ model });
        const result = await reprice.mutateAsync({ dryRun: false, unpricedOnly: false, where });
        return { kind: 'undone', result };
      }),
  };
};
