import { useMoney } from '../../data/use-money.ts';
import { compactCount } from '../../format/count.ts';
import type { Session } from './turn.ts';

/** What the program says it used beyond what it logged. Shown apart: it is in no sum. */
export const UnloggedNote = ({ unlogged }: { readonly unlogged: NonNullable<Session['unlogged']> }) => {
  const money = useMoney();
  const { total, reportedNanoUsd } = unlogged;
  const parts = (['input', 'output', 'cacheRead', 'cacheWrite'] as const)
    .filter((kind) => unlogged[kind] > 0)
    .map((kind) => `${compactCount(unlogged[kind])} ${NAMES[kind]}`);
  return (
    <p className="banner">
      <strong>More was used than was logged.</strong> The program says that this session used{' '}
      {compactCount(total)} tokens beyond the calls in its log
      {parts.length > 0 ? ` (${parts.join(', ')})` : ''}
      {reportedNanoUsd === null ? '' : `, and that all of it cost ${money(reportedNanoUsd)}`}. Nothing is
      known of these calls, so they are in none of the figures here.
    </p>
  );
};

const NAMES = {
  input: 'input',
  output: 'output',
  cacheRead: 'cache read',
  cacheWrite: 'cache write',
} as const;
