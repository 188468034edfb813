import { MeterlineError } from '@meterline/core';
import { createSender, testWebhook } from '@meterline/server';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { plain } from '../render/text.ts';
import { emit } from '../report/emit.ts';
import { envelopeOf } from '../report/envelope.ts';
import { WEBHOOK_TEST } from '../report/kinds/webhook-test.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(
    invocation,
    async (meterline) => {
      const [name = ''] = invocation.operands;
      const sender = createSender(meterline.world.clock);
      const tested = await testWebhook(name, meterline, sender).finally(() => sender.close());
      if (!tested.ok) throw new MeterlineError(tested.fault);
      const { delivered, result } = tested.value;
      const { zone } = meterline;
      const row = { key: { name }, delivered, result };
      await emit(invocation, {
        kind: WEBHOOK_TEST,
        envelope: envelopeOf(WEBHOOK_TEST, {
          now: invocation.now,
          zone,
          by: ['name'],
          rows: [row],
          totals: {},
        }),
        lines: ({ paint }) => [
          `${delivered ? paint.good('Delivered:') : paint.bad('Not delivered:')} ${plain(name)}, ${plain(result)}.`,
        ],
      });
      return delivered ? 0 : 1;
    },
    { write: true },
  );
