import type { GetAnswer } from '@meterline/api/client';
import { writtenTokens } from '../../parts/written-tokens.ts';

export type Session = GetAnswer<'/sessions/{session}'>;
export type Turn = GetAnswer<'/sessions/{session}/calls'>['turns'][number];

/** A turn with its place in the session, from 0. */
export interface PlacedTurn {
  readonly turn: Turn;
  readonly index: number;
}

/** Kinds as a timeline stacks them, from the ground up: what was sent before what came back. */
export const STACK = [
  { kind: 'cacheRead', name: 'Cache read', colour: 'var(--series-2)' },
  { kind: 'cacheWrite', name: 'Cache write', colour: 'var(--series-1)' },
  { kind: 'input', name: 'Input', colour: 'var(--series-0)' },
  { kind: 'output', name: 'Output', colour: 'var(--series-4)' },
] as const;

/** Tokens of a call in the order of `STACK`; audio and images are with what they were, sent or answered. */
export const stackOf = (turn: Turn): readonly number[] => {
  const { tokens } = turn.call;
  return [
    tokens.cacheRead ?? 0,
    writtenTokens(turn.call) ?? 0,
    (tokens.input ?? 0) + (tokens.inputAudio ?? 0) + (tokens.inputImage ?? 0),
    (tokens.output ?? 0) + (tokens.outputAudio ?? 0) + (tokens.outputImage ?? 0),
  ];
};
