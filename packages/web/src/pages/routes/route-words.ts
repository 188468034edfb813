import { exactCount, plural } from '../../format/count.ts';
import { dayText } from '../../format/time.ts';
import type { RouteRow, Routes } from './sort-routes.ts';

export const isNameless = ({ key }: RouteRow): boolean =>
  (key['feature'] ?? null) === null && (key['tenant'] ?? null) === null;

/** `of 812 of 1,204 calls` where not all say how long they took. */
export const knownOf = (known: number, calls: number): string =>
  known >= calls ? `of all ${plural(calls, 'call')}` : `of ${exactCount(known)} of ${plural(calls, 'call')}`;

/** Of how many calls the times are; undefined where all say them. */
export const timesKnownText = ({ rows, times, timedSince, zone }: Routes): string | undefined => {
  const calls = rows.reduce((sum, row) => sum + row.calls, 0);
  if (times.timedCalls >= calls) return undefined;
  const known =
    times.timedCalls === 0
      ? `None of these ${plural(calls, 'call')} says how long it took`
      : `Times are known of ${exactCount(times.timedCalls)} of ${plural(calls, 'call')}`;
  const why = `the gateway, the SDK and OpenTelemetry say ${times.timedCalls === 0 ? 'it' : 'them'}, most logs do not.`;
  const since =
    timedSince === null
      ? ''
      : ` With these filters only calls since ${dayText(timedSince, zone)} were looked at.`;
  return `${known}: ${why}${since}`;
};

/** `118` tokens a second; small ones with a digit. */
export const paceText = (tokensPerSecond: number): string =>
  tokensPerSecond < 9.95 ? tokensPerSecond.toFixed(1) : exactCount(Math.round(tokensPerSecond));
