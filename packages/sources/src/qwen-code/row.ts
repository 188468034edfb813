import { isEmptyUsage, type UsageEvent } from '@meterline/core';
import { defined, type OnBad, recordAt, textOf, timeOf, valueAt } from '../read/index.ts';
import type { FileInfo } from '../source.ts';
import { responseKey } from '../transcript-family/identity.ts';
import { type AgentRun, agentNameOf, agentRunKey } from './agent.ts';
import {
  type CountNames,
  fingerprintOf,
  foldsCacheWrites,
  providerOf,
  type ResponseCounts,
  readCounts,
  tokensOf,
} from './tokens.ts';

type Row = Readonly<Record<string, unknown>>;

/** One response as one row tells it, before it is known whether another row tells the same. */
export interface SeenResponse {
  readonly fingerprint: string;
  readonly event: UsageEvent;
}

/** What the file says of a row beyond the row itself. */
export interface RowScene {
  readonly session: string;
  readonly parentSession: string | undefined;
  readonly file: FileInfo;
}

const TELEMETRY_COUNTS: CountNames = [
  'input_token_count',
  'output_token_count',
  'cached_content_token_count',
  'thoughts_token_count',
  'total_token_count',
];
const ANSWER_COUNTS: CountNames = [
  'promptTokenCount',
  'candidatesTokenCount',
  'cachedContentTokenCount',
  'thoughtsTokenCount',
  'totalTokenCount',
];

/** The telemetry event inside a row, when it reports a response. */
export const telemetryOf = (row: Row): Row | undefined => {
  if (row.type !== 'system' || row.subtype !== 'ui_telemetry') return undefined;
  const event = recordAt(row.systemPayload, 'uiEvent');
  return event?.['event.name'] === 'qwen-code.api_response' ? event : undefined;
};

/** The counts inside a row of an answer. */
export const answerOf = (row: Row): Row | undefined =>
  row.type === 'assistant' ? recordAt(row, 'usageMetadata') : undefined;

export const readTelemetry = (
  row: Row,
  event: Row,
  scene: RowScene,
  onBad: OnBad,
): SeenResponse | undefined => {
  const run = runOfPrompt(event.prompt_id);
  return respond(row, scene, onBad, {
    counts: readCounts(event, TELEMETRY_COUNTS, onBad),
    startedAt: timeOf(event['event.timestamp']) ?? timeOf(row.timestamp),
    protocol: textOf(event.auth_type),
    model: textOf(event.model),
    run,
    agent: run && agentNameOf(run.agentId, textOf(event.subagent_name)),
    responseId: textOf(event.response_id),
    isSure: true,
    latencyMs: durationOf(event.duration_ms),
    timeToFirstTokenMs: durationOf(event.ttft_ms),
  });
};

export const readAnswer = (row: Row, usage: Row, scene: RowScene, onBad: OnBad): SeenResponse | undefined => {
  const agentId = textOf(row.agentId);
  const round = row.agentRound;
  const session = textOf(row.sessionId) ?? scene.session;
  const model = textOf(row.model);
  return respond(row, scene, onBad, {
    counts: readCounts(usage, ANSWER_COUNTS, onBad),
    startedAt: timeOf(row.timestamp),
    protocol: textOf(valueAt(scene.file.context, 'protocol')),
    model: model ?? textOf(valueAt(scene.file.context, 'model')),
    run: agentId && typeof round === 'number' ? { session, agentId, round } : undefined,
    agent: agentId && agentNameOf(agentId, textOf(row.agentName)),
    responseId: undefined,
    isSure: model !== undefined,
    latencyMs: undefined,
    timeToFirstTokenMs: undefined,
  });
};

interface Facts {
  readonly counts: ResponseCounts;
  readonly startedAt: number | undefined;
  readonly protocol: string | undefined;
  readonly model: string | undefined;
  readonly run: AgentRun | undefined;
  readonly agent: string | undefined;
  readonly responseId: string | undefined;
  /** False where the model was taken from the neighbourhood: a row that names it then wins a merge. */
  readonly isSure: boolean;
  readonly latencyMs: number | undefined;
  readonly timeToFirstTokenMs: number | undefined;
}

const respond = (row: Row, scene: RowScene, onBad: OnBad, facts: Facts): SeenResponse | undefined => {
  const { tokens, assumed } = tokensOf(facts.counts, facts.protocol, onBad);
  if (isEmptyUsage(tokens)) return undefined;
  if (facts.startedAt === undefined) {
    onBad('BAD_TIMESTAMP', 'timestamp');
    return undefined;
  }
  if (facts.model === undefined) onBad('MISSING_MODEL', 'model');
  const fingerprint = fingerprintOf(facts.counts);
  const model = facts.model ?? 'unknown';
  const event: UsageEvent = {
    keys: keysOf(row, facts, scene, fingerprint),
    source: 'qwen-code',
    capture: 'log',
    app: 'qwen-code',
    provider: providerOf(facts.protocol, model),
    model,
    startedAt: facts.startedAt,
    tokens,
    status: 'ok',
    confidence: facts.isSure && !foldsCacheWrites(facts.protocol, model) ? 'exact' : 'reconciled',
    ...defined({
      ...attributionOf(row, scene, facts),
      inclusion: assumed ? ('assumed' as const) : undefined,
    }),
  };
  return { fingerprint, event };
};

const keysOf = (row: Row, facts: Facts, scene: RowScene, fingerprint: string): readonly string[] => {
  const uuid = textOf(row.uuid);
  const keys = [
    responseKey(facts.responseId),
    // An id of a small server is a counter; with its time it is the response's own, and forks copy both.
    facts.responseId && `qwen-code:${facts.responseId}:${facts.startedAt}`,
    // Never with the session: a fork keeps the uuid and rewrites the session.
    uuid && `qwen-code:${uuid}`,
    facts.run && agentRunKey(facts.run, fingerprint),
  ].filter((key) => key !== undefined && key !== '') as string[];
  return keys.length > 0 ? keys : [`qwen-code:${scene.session}:${facts.startedAt}:${fingerprint}`];
};

const attributionOf = (row: Row, scene: RowScene, facts: Facts) => {
  // A row copied by a fork still belongs to where it came from, and its copy is younger than itself.
  const copiedFrom = textOf(valueAt(row.forkedFrom, 'sessionId'));
  return {
    session: copiedFrom ?? scene.session,
    parentSession: copiedFrom === undefined ? scene.parentSession : undefined,
    originAt: copiedFrom === undefined ? undefined : facts.startedAt! + 1,
    project: textOf(row.cwd),
    branch: textOf(row.gitBranch),
    agent: facts.agent,
    latencyMs: facts.latencyMs,
    timeToFirstTokenMs: facts.timeToFirstTokenMs,
  };
};

/** `<session>#<agent id>#<round from 0>`; the main agent's have no agent between the marks. */
const runOfPrompt = (promptId: unknown): AgentRun | undefined => {
  const parts = /^([^#]+)#([^#]+)#(\d{1,9})$/.exec(textOf(promptId) ?? '');
  return parts ? { session: parts[1]!, agentId: parts[2]!, round: Number(parts[3]) + 1 } : undefined;
};

const durationOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined;
