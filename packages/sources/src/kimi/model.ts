import { makerOf } from '../read/model-maker.ts';

/** The day that the coding plan's moving name changed from Kimi K2.5 to K2.6 (as ccusage has it). */
const K26_FROM = Date.UTC(2026, 3, 20);
/** What Kimi Code writes before the names of its own catalogue: `kimi-code/k3`. */
const CATALOGUE = /^kimi-code\//;
/** The coding plan's name for whichever model it serves at the time. */
const MOVING_NAME = 'kimi-for-coding';

export interface ModelName {
  readonly model: string;
  /** False where the model follows from the date and not from a name. */
  readonly isNamed: boolean;
}

/** The model behind what the log or the configuration names. The catalogue's own names have no price anywhere. */
export const modelAt = (named: string | undefined, at: number): ModelName => {
  const name = named?.replace(CATALOGUE, '');
  if (named === undefined || name === undefined || name === MOVING_NAME)
    return { model: at < K26_FROM ? 'kimi-k2.5' : 'kimi-k2.6', isNamed: false };
  return { model: name !== named && /^k\d/.test(name) ? `kimi-${name}` : name, isNamed: true };
};

/** Both programs can be set to other makers' models; then those bill. */
export const providerOf = (model: string): string =>
  makerOf(model.slice(model.lastIndexOf('/') + 1)) ?? 'moonshot';
