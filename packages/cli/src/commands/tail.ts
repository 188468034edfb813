import { filtersOf } from '../arguments/filter.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { ledgerCalls } from '../tail/ledger-calls.ts';
import { serviceCalls, serviceUrl } from '../tail/service-calls.ts';
import { tellCalls } from '../tail/tell-calls.ts';

/** Calls as they come to the ledger, or with --url to a running Meterline, until Ctrl-C. */
export const run = (invocation: Invocation): Promise<number> => {
  const { flags, shell } = invocation;
  const where = filtersOf(flags.list('where'));
  const url = flags.text('url');
  const service = url === undefined ? undefined : serviceUrl(url);
  return withMeterline(invocation, async ({ ledger, zone }) => {
    const { clock, env } = shell.world;
    const token = env.get('METERLINE_TOKEN');
    const calls =
      service === undefined
        ? ledgerCalls({ ledger, where, clock, signal: shell.interrupted })
        : serviceCalls({
            url: service,
            where: flags.list('where'),
            signal: shell.interrupted,
            onAway: (text) => void shell.err.write(`${invocation.screen.paint.warn(text)}\n`),
            ...(token === undefined ? {} : { token }),
          });
    return tellCalls(invocation, calls, zone);
  });
};
