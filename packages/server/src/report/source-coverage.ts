import { nextInterval } from '@meterline/core';
import type { Meterline, SourceSurvey } from '../meterline.ts';

/** One source: what lies on the machine, and what of it is in the ledger. */
export interface SourceCoverage {
  readonly survey: SourceSurvey;
  readonly state: 'found' | 'empty' | 'absent' | 'disabled';
  readonly files: number;
  readonly modifiedAt: number | null;
  readonly calls: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly unseen: readonly string[];
}

const filesIn = ({ files }: SourceSurvey['roots'][number]): number =>
  files.lines + files.document + files.database;

const stateOf = ({ enabled, roots }: SourceSurvey): SourceCoverage['state'] => {
  if (!enabled) return 'disabled';
  if (roots.some((root) => filesIn(root) > 0)) return 'found';
  return roots.some(({ exists }) => exists) ? 'empty' : 'absent';
};

/** Days on which a source has calls, from the totals: a search for its first and last call then looks at one day. */
interface Days {
  readonly calls: number;
  readonly first: number;
  readonly last: number;
}

const daysBySource = async ({ ledger, zone }: Meterline): Promise<ReadonlyMap<string, Days>> => {
  const { rows } = await ledger.usage({ zone, where: [], by: ['source'], interval: 'day' });
  const days = new Map<string, Days>();
  for (const { key, start, calls } of rows) {
    const [source, day] = [key.source ?? '', start ?? 0];
    const known = days.get(source) ?? { calls: 0, first: day, last: day };
    days.set(source, {
      calls: known.calls + calls,
      first: Math.min(known.first, day),
      last: Math.max(known.last, day),
    });
  }
  return days;
};

/** The start of a source's first or last call of a day that is still kept singly. */
const edgeOf = async (
  { ledger, zone }: Meterline,
  source: string,
  order: 'oldest' | 'newest',
  day: number,
): Promise<number | null> => {
  const where = [{ dimension: 'source', op: '=', value: source }] as const;
  const calls = ledger.events({ where, order, limit: 1, from: day, to: nextInterval(day, 'day', zone) });
  for await (const { startedAt } of calls) return startedAt;
  return null;
};

/** All sources, those with calls or files first. */
export const sourceCoverage = async (meterline: Meterline): Promise<readonly SourceCoverage[]> => {
  const days = await daysBySource(meterline);
  const found: SourceCoverage[] = [];
  for (const survey of await meterline.survey()) {
    const own = days.get(survey.id);
    found.push({
      survey,
      state: stateOf(survey),
      files: survey.roots.reduce((sum, root) => sum + filesIn(root), 0),
      modifiedAt: Math.max(0, ...survey.roots.map(({ modifiedAt }) => modifiedAt ?? 0)) || null,
      calls: own?.calls ?? 0,
      firstAt: own === undefined ? null : await edgeOf(meterline, survey.id, 'oldest', own.first),
      lastAt: own === undefined ? null : await edgeOf(meterline, survey.id, 'newest', own.last),
      unseen: meterline.sources.find(({ id }) => id === survey.id)?.unseen ?? [],
    });
  }
  return found.sort((a, b) => b.calls - a.calls || b.files - a.files);
};

/** Whether there is anything to say of it on this machine. */
export const isPresent = ({ state, calls }: SourceCoverage): boolean =>
  state === 'found' || state === 'disabled' || calls > 0;
