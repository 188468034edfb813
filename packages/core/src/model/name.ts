import type { Provider } from './provider.ts';

/** A model name on its way from what was sent to what the book lists. */
export interface NameState {
  readonly name: string;
  /** Who bills, as far as the name and the sender say. */
  readonly biller: Provider;
  /** Whose model it is, where a prefix says so. */
  readonly vendor?: string;
  /** Where the name says the call is processed; then it outranks the call's region. */
  readonly region?: 'regional' | 'in-region' | 'global';
  /** The name says that fast mode was asked for. */
  readonly fast?: true;
  /** The name says that the call is free of charge (`:free`). */
  readonly free?: true;
  readonly steps: readonly string[];
}

/** One rewriting rule: the changed state, or `undefined` where the rule does not apply. */
export type NameStep = (state: NameState) => NameState | undefined;

/** A changed copy that remembers the step. */
export const advance = (state: NameState, step: string, change: Partial<NameState>): NameState => ({
  ...state,
  ...change,
  steps: state.steps.at(-1) === step ? state.steps : [...state.steps, step],
});
