import { MeterlineError } from '@meterline/core';
import { localPricesPath, namesWithPrices, saveLocalPrices, withoutModel } from '@meterline/server';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { didYouMean } from '../program/suggest.ts';
import { plain } from '../render/text.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(
    invocation,
    async (meterline) => {
      const model = invocation.operands[0] ?? '';
      const before = meterline.localPrices.raw;
      const { raw, removed } = withoutModel(before, model);
      if (removed === 0)
        throw new MeterlineError({
          code: 'PRICE_NOT_FOUND',
          message: `You have set no price for '${plain(model)}'.${didYouMean(model, namesWithPrices(before))}`,
          hint: `Your prices stand in ${localPricesPath(meterline.home)}.`,
        });
      const saved = saveLocalPrices(localPricesPath(meterline.home), raw);
      if (!saved.ok) throw new MeterlineError(saved.fault);
      const { out } = invocation.shell;
      await out.write(
        `${invocation.screen.paint.good('Removed.')} The price book holds for ${plain(model)} from now on.\n`,
      );
      return 0;
    },
    { write: true },
  );
