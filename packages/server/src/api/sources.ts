import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import { ISSUE_CODES } from '@meterline/core';
import type { IssueSummary } from '@meterline/store';
import { type SourceCoverage, sourceCoverage, type UnpricedModel, unpricedModels } from '../report/index.ts';
import { similarModels } from '../report/similar-models.ts';
import type { Service } from '../service/service.ts';
import { csvAnswer } from './csv-answer.ts';
import { csvName } from './csv-name.ts';
import { faultJson } from './fault-json.ts';
import { questionOf } from './question.ts';
import { sharedSurvey } from './shared-survey.ts';
import { isoOf } from './usage-columns.ts';

/** What is read from where, what was skipped, and what has no price. */
export const sourcesRoutes = (app: OpenAPIHono, service: Service): void => {
  const shared = sharedSurvey();
  app.openapi(ROUTES.sources, async (c) => {
    const meterline = service.reader();
    const issues = issuesBySource(await meterline.ledger.issues());
    const coverage = await sourceCoverage(shared(meterline));
    const rows = coverage.map((source) => sourceRow(source, issues.get(source.survey.id) ?? 0));
    return c.json({ zone: meterline.zone, now: service.world.clock(), rows }, 200);
  });
  app.openapi(ROUTES.sourcesCsv, async () => {
    const coverage = await sourceCoverage(shared(service.reader()));
    return csvAnswer('sources', SOURCE_COLUMNS, coverage);
  });
  app.openapi(ROUTES.issues, async (c) => {
    const issues = await issuesOf(service, c.req.valid('query').source);
    return c.json({ rows: issues.map(issueRow), count: countOf(issues) }, 200);
  });
  app.openapi(ROUTES.issuesCsv, async (c) => {
    const issues = await issuesOf(service, c.req.valid('query').source);
    return csvAnswer('issues', ISSUE_COLUMNS, issues.map(issueRow));
  });
  app.openapi(ROUTES.unpriced, async (c) => {
    const { meterline, scope } = questionOf(service, c.req.valid('query'), '30d');
    const models = await unpricedModels(meterline.ledger, scope);
    const rows = models.map((one) => ({ ...one, like: similarModels(meterline.engine, one) }));
    return c.json({ rows }, 200);
  });
  app.openapi(ROUTES.unpricedCsv, async (c) => {
    const question = questionOf(service, c.req.valid('query'), '30d');
    const models = await unpricedModels(question.meterline.ledger, question.scope);
    return csvAnswer(csvName('unpriced', question), UNPRICED_COLUMNS, models);
  });
};

const issuesBySource = (issues: readonly IssueSummary[]): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const { source, count } of issues) sums.set(source, (sums.get(source) ?? 0) + count);
  return sums;
};

const sourceRow = ({ survey, state, files, ...coverage }: SourceCoverage, issues: number) => ({
  id: survey.id,
  name: survey.name,
  state,
  roots: rootsOf(survey),
  files,
  modifiedAt: coverage.modifiedAt,
  calls: coverage.calls,
  firstAt: coverage.firstAt,
  lastAt: coverage.lastAt,
  issues,
  unseen: coverage.unseen,
  faults: survey.faults.map(faultJson),
});

const rootsOf = ({ roots }: SourceCoverage['survey']) =>
  roots.map(({ path, exists, configured, files }) => ({
    path,
    exists,
    configured,
    files: files.lines + files.document + files.database,
  }));

const issuesOf = async (service: Service, source: string | undefined): Promise<readonly IssueSummary[]> => {
  const issues = await service.reader().ledger.issues();
  return source === undefined ? issues : issues.filter((issue) => issue.source === source);
};

const countOf = (issues: readonly IssueSummary[]): number =>
  issues.reduce((sum, { count }) => sum + count, 0);

const issueRow = (issue: IssueSummary) => ({ ...issue, meaning: ISSUE_CODES[issue.code] });
type IssueRow = ReturnType<typeof issueRow>;

/** As `meterline sources --all --csv` has them. */
const SOURCE_COLUMNS = [
  { head: 'source', of: ({ survey }: SourceCoverage) => survey.id },
  { head: 'name', of: ({ survey }: SourceCoverage) => survey.name },
  { head: 'state', of: ({ state }: SourceCoverage) => state },
  { head: 'roots', of: ({ survey }: SourceCoverage) => rootsOf(survey) },
  { head: 'files', of: ({ files }: SourceCoverage) => files },
  { head: 'modifiedAt', of: ({ modifiedAt }: SourceCoverage) => isoOf(modifiedAt) },
  { head: 'calls', of: ({ calls }: SourceCoverage) => calls },
  { head: 'firstAt', of: ({ firstAt }: SourceCoverage) => isoOf(firstAt) },
  { head: 'lastAt', of: ({ lastAt }: SourceCoverage) => isoOf(lastAt) },
  { head: 'unseen', of: ({ unseen }: SourceCoverage) => unseen },
];

const UNPRICED_COLUMNS = [
  { head: 'provider', of: ({ provider }: UnpricedModel) => provider },
  { head: 'model', of: ({ model }: UnpricedModel) => model },
  { head: 'calls', of: ({ calls }: UnpricedModel) => calls },
  { head: 'tokens', of: ({ tokens }: UnpricedModel) => tokens },
];

const ISSUE_COLUMNS = [
  { head: 'source', of: ({ source }: IssueRow) => source },
  { head: 'file', of: ({ file }: IssueRow) => file },
  { head: 'code', of: ({ code }: IssueRow) => code },
  { head: 'meaning', of: ({ meaning }: IssueRow) => meaning },
  { head: 'count', of: ({ count }: IssueRow) => count },
  { head: 'firstAt', of: ({ firstAt }: IssueRow) => firstAt },
  { head: 'detail', of: ({ detail }: IssueRow) => detail },
];
