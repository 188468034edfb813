import { advance, type NameState, type NameStep } from './name.ts';
import { isOpaque, PREFIX_STEPS } from './prefix.ts';
import { type Provider, resolveProvider } from './provider.ts';
import { respell } from './spelling.ts';
import { SUFFIX_STEPS } from './suffix.ts';

/** A name has few affixes; the bound only keeps a hostile name from keeping us busy. */
const MAX_STEPS = 24;
const MAX_NAME_LENGTH = 300;

/** What a provider's and a model's name, as sent, can stand for. */
export interface NormalisedModel {
  /** The name as sent, lower case and trimmed, with a known path in front taken off: what reports show if unmatched. */
  readonly plain: string;
  readonly provider: Provider;
  /** Readings to look up exactly, nearest to what was sent first. */
  readonly candidates: readonly NameState[];
}

const applyFirst = (state: NameState, steps: readonly NameStep[]): NameState | undefined => {
  for (const step of steps) {
    const next = step(state);
    if (next !== undefined) return next;
  }
  return undefined;
};

/** The state itself and each that follows from it, one rule at a time. */
const trail = (start: NameState, steps: readonly NameStep[]): NameState[] => {
  const states = [start];
  for (let count = 0; count < MAX_STEPS; count += 1) {
    const next = applyFirst(states.at(-1)!, steps);
    if (next === undefined) break;
    states.push(next);
  }
  return states;
};

const start = (provider: Provider, raw: string): NameState => {
  const name = raw.slice(0, MAX_NAME_LENGTH).trim();
  const lower = name.toLowerCase();
  const state: NameState = { name: lower, biller: provider, steps: [] };
  return lower === name ? state : advance(state, 'case', {});
};

/**
 * Reads a model's name as the prices reference §4 ("Names") prescribes: prefixes off, then suffixes one by one, and of
 * every intermediate name its other spellings. The caller looks each candidate up **exactly**, so a version that the
 * book does not know (`claude-opus-5-9`) can never be taken for one that it knows.
 */
export const normaliseModel = (provider: string, raw: string): NormalisedModel => {
  const resolved = resolveProvider(provider);
  const prefixes = trail(start(resolved, raw), PREFIX_STEPS);
  const bare = prefixes.at(-1)!;
  const trails = isOpaque(bare) ? [bare] : [...prefixes.slice(0, -1), ...trail(bare, SUFFIX_STEPS)];
  return {
    plain: bare.name,
    provider: resolved,
    candidates: trails.flatMap((state) => [state, ...respell(state)]),
  };
};

/** The steps that led to a name, as `Cost.matchedBy` shows them. */
export const matchedBy = (state: NameState): string =>
  state.steps.length === 0 ? 'exact' : state.steps.join('+');
