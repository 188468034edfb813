import { makerOf } from '../read/model-maker.ts';

/** The day that the coding plan's moving name changed from Kimi K2.5 to K2.6 (as ccusage has it). */
const K26_FROM = Date.UTC(2026, 3, 20);
/** The coding plan's name for whichever model it serves at the time. */
const MOVING_NAME = /^(?:kimi-code\/)?kimi-for-coding$/;

export interface ModelNames {
  /** As the log or the configuration names it; by date where neither does. */
  readonly model: string;
  /** What the moving name stood for at that time. */
  readonly answered: string | undefined;
}

export const modelAt = (named: string | undefined, at: number): ModelNames => {
  const dated = at < K26_FROM ? 'kimi-k2.5' : 'kimi-k2.6';
  if (named === undefined) return { model: dated, answered: undefined };
  return { model: named, answered: MOVING_NAME.test(named) ? dated : undefined };
};

/** Both programs can be set to other makers' models; then those bill. */
export const providerOf = (model: string): string =>
  makerOf(model.slice(model.lastIndexOf('/') + 1)) ?? 'moonshot';
