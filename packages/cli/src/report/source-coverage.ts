import type { Meterline, SourceSurvey } from '@meterline/server';

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

/** The start of the first or last call of a source that is still kept singly. */
const edgeOf = async (
  { ledger }: Meterline,
  source: string,
  order: 'oldest' | 'newest',
): Promise<number | null> => {
  const where = [{ dimension: 'source', op: '=', value: source }] as const;
  for await (const { startedAt } of ledger.events({ where, order, limit: 1 })) return startedAt;
  return null;
};

/** All sources, those with calls or files first. */
export const sourceCoverage = async (meterline: Meterline): Promise<readonly SourceCoverage[]> => {
  const { ledger, zone, sources } = meterline;
  const { rows } = await ledger.usage({ zone, where: [], by: ['source'] });
  const calls = new Map(rows.map((row) => [row.key.source, row.calls]));
  const found: SourceCoverage[] = [];
  for (const survey of await meterline.survey()) {
    const count = calls.get(survey.id) ?? 0;
    found.push({
      survey,
      state: stateOf(survey),
      files: survey.roots.reduce((sum, root) => sum + filesIn(root), 0),
      modifiedAt: Math.max(0, ...survey.roots.map(({ modifiedAt }) => modifiedAt ?? 0)) || null,
      calls: count,
      firstAt: count === 0 ? null : await edgeOf(meterline, survey.id, 'oldest'),
      lastAt: count === 0 ? null : await edgeOf(meterline, survey.id, 'newest'),
      unseen: sources.find(({ id }) => id === survey.id)?.unseen ?? [],
    });
  }
  return found.sort((a, b) => b.calls - a.calls || b.files - a.files);
};

/** Whether there is anything to say of it on this machine. */
export const isPresent = ({ state, calls }: SourceCoverage): boolean =>
  state === 'found' || state === 'disabled' || calls > 0;
