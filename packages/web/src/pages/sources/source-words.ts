import type { GetAnswer } from '@meterline/api/client';

export type SourceRow = GetAnswer<'/sources'>['rows'][number];

/** How a source is: in a word, and how good that is. */
export interface SourceState {
  readonly text: string;
  readonly tone: 'good' | 'warn' | 'muted';
}

export const sourceState = ({ state, calls, faults }: SourceRow): SourceState => {
  if (faults.length > 0) return { text: 'has a fault', tone: 'warn' };
  if (state === 'found') return { text: 'read', tone: 'good' };
  if (state === 'disabled') return { text: 'switched off', tone: 'muted' };
  if (calls > 0) return { text: 'logs are gone, calls stay', tone: 'warn' };
  return state === 'empty'
    ? { text: 'folder without logs', tone: 'muted' }
    : { text: 'not on this machine', tone: 'muted' };
};

/** Whether there is anything of it here: logs, calls, or a decision not to read it. */
export const isHere = ({ state, calls, faults }: SourceRow): boolean =>
  state === 'found' || state === 'disabled' || calls > 0 || faults.length > 0;

/** Folders that are there first, then those that were looked for in vain. */
export const rootsInOrder = (roots: SourceRow['roots']): SourceRow['roots'] =>
  [...roots].sort((a, b) => Number(b.exists) - Number(a.exists) || b.files - a.files);
