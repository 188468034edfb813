import { MeterlineError } from '@meterline/core';
import { askedRange, replayWebhook, webhooksOf } from '@meterline/server';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { plain } from '../render/text.ts';
import { showSpan } from '../render/when.ts';

const NAMES = { period: '--period', from: '--from', to: '--to' } as const;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(
    invocation,
    async (meterline) => {
      const { operands, now, shell, screen } = invocation;
      const [name = ''] = operands;
      const { zone } = meterline;
      const range = rangeOf(invocation, zone);
      const asked = await replayWebhook(name, range, meterline);
      if (!asked.ok) throw new MeterlineError(asked.fault);
      const { delivering } = await webhooksOf(meterline);
      const { paint } = screen;
      const when = showSpan(range.from, Math.min(range.to, now), zone);
      const by = delivering ? 'The service sends it' : '`meterline start` will send it';
      await shell.out.write(
        `${paint.good('Asked for:')} ${plain(name)} again, ${when} (${zone}). ${by}.\n${paint.faint('meterline webhooks shows how far it is.')}\n`,
      );
      return 0;
    },
    { write: true },
  );

const rangeOf = (
  { flags, now }: Invocation,
  zone: string,
): { readonly from: number; readonly to: number } => {
  const from = flags.text('from');
  if (from === undefined)
    throw new MeterlineError({
      code: 'USAGE_FLAG_INVALID',
      message: '--from is missing: since when is everything to be sent again?',
      hint: 'For example --from 7d.',
    });
  const range = askedRange({ from, to: flags.text('to') }, NAMES, zone, now, 'all');
  if (!range.ok) throw new MeterlineError(range.fault);
  return { from: range.value.from ?? 0, to: range.value.to ?? now };
};
