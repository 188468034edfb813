import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import { ISSUE_CODES } from '@meterline/core';
import type { IssueSummary } from '@meterline/store';
import { type SourceCoverage, sourceCoverage, unpricedModels } from '../report/index.ts';
import { similarModels } from '../report/similar-models.ts';
import type { Service } from '../service/service.ts';
import { csvAnswer } from './csv-answer.ts';
import { faultJson } from './fault-json.ts';
import { questionOf } from './question.ts';
import { sharedSurvey } from './shared-survey.ts';

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
  roots: survey.roots.map(({ path, exists, configured, files: found }) => ({
    path,
    exists,
    configured,
    files: found.lines + found.document + found.database,
  })),
  files,
  modifiedAt: coverage.modifiedAt,
  calls: coverage.calls,
  firstAt: coverage.firstAt,
  lastAt: coverage.lastAt,
  issues,
  unseen: coverage.unseen,
  faults: survey.faults.map(faultJson),
});

const issuesOf = async (service: Service, source: string | undefined): Promise<readonly IssueSummary[]> => {
  const issues = await service.reader().ledger.issues();
  return source === undefined ? issues : issues.filter((issue) => issue.source === source);
};

const countOf = (issues: readonly IssueSummary[]): number =>
  issues.reduce((sum, { count }) => sum + count, 0);

const issueRow = (issue: IssueSummary) => ({ ...issue, meaning: ISSUE_CODES[issue.code] });
type IssueRow = ReturnType<typeof issueRow>;

const ISSUE_COLUMNS = [
  { head: 'source', of: ({ source }: IssueRow) => source },
  { head: 'file', of: ({ file }: IssueRow) => file },
  { head: 'code', of: ({ code }: IssueRow) => code },
  { head: 'meaning', of: ({ meaning }: IssueRow) => meaning },
  { head: 'count', of: ({ count }: IssueRow) => count },
  { head: 'firstAt', of: ({ firstAt }: IssueRow) => firstAt },
  { head: 'detail', of: ({ detail }: IssueRow) => detail },
];
