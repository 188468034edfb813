import { type Cost, isDeepEqual } from '@meterline/core';
import type { RepriceResult, StoredCall } from '../store.ts';

/** Whether two costs say the same; the version of the book that said it does not count. */
export const sameCost = (a: Cost, b: Cost): boolean =>
  isDeepEqual({ ...a, bookVersion: '' }, { ...b, bookVersion: '' });

type ModelSums = {
  -readonly [K in keyof RepriceResult['byModel'][number]]: RepriceResult['byModel'][number][K];
};

/** Adds up what pricing again changes. Calls that stay as they are count as examined only. */
export const createRepriceReport = () => {
  const models = new Map<string, ModelSums>();
  let examined = 0;
  return {
    examine: (call: StoredCall, cost: Cost | undefined): void => {
      examined += 1;
      if (cost === undefined || sameCost(call.cost, cost)) return;
      const model = call.modelCanonical;
      const sums = models.get(model) ?? { model, calls: 0, oldListNanoUsd: 0, newListNanoUsd: 0 };
      models.set(model, sums);
      sums.calls += 1;
      sums.oldListNanoUsd += call.cost.listNanoUsd ?? 0;
      sums.newListNanoUsd += cost.listNanoUsd ?? 0;
    },
    result: (): RepriceResult => {
      const byModel = [...models.values()].sort(
        (a, b) => change(b) - change(a) || (a.model < b.model ? -1 : 1),
      );
      const sum = (of: (sums: ModelSums) => number) => byModel.reduce((total, sums) => total + of(sums), 0);
      return {
        examined,
        changed: sum(({ calls }) => calls),
        oldListNanoUsd: sum(({ oldListNanoUsd }) => oldListNanoUsd),
        newListNanoUsd: sum(({ newListNanoUsd }) => newListNanoUsd),
        byModel,
      };
    },
  };
};

const change = (sums: ModelSums): number => Math.abs(sums.newListNanoUsd - sums.oldListNanoUsd);
