import { isEmptyUsage, type TokenUsage, type UsageEvent } from '@meterline/core';
import {
  countOf,
  defined,
  isRecord,
  type JsonRecord,
  type OnBad,
  recordAt,
  textOf,
  timeOf,
} from '../read/index.ts';

/** What the file around a message says of it. */
export interface ChatScene {
  readonly session: string;
  /** Set in a subagent's file: the session that started it. */
  readonly parentSession: string | undefined;
  readonly project: string | undefined;
  /** When the session began, UTC ms: of a resumed session's copies the first session owns the call. */
  readonly originAt: number | undefined;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * One message of a chat as a usage event, or undefined when it is no billed answer: only rows of type `gemini` with
 * `tokens` are. Checkpoints repeat rows without `tokens` and lend a gemini id to a user's row (observed, 0.61).
 */
export const eventOfMessage = (message: unknown, scene: ChatScene, onBad: OnBad): UsageEvent | undefined => {
  const counts = recordAt(message, 'tokens');
  if (!isRecord(message) || message.type !== 'gemini' || counts === undefined) return undefined;
  const { tokens, assumed } = tokensOf(counts, onBad);
  if (isEmptyUsage(tokens)) return undefined;
  const startedAt = timeOf(message.timestamp);
  if (startedAt === undefined) {
    onBad('BAD_TIMESTAMP', 'timestamp');
    return undefined;
  }
  const model = textOf(message.model);
  if (model === undefined) onBad('MISSING_MODEL', 'model');
  const session = scene.parentSession ?? scene.session;
  return {
    keys: [keyOf(message, scene, startedAt, tokens)],
    source: 'gemini-cli',
    capture: 'log',
    app: 'gemini-cli',
    provider: 'google',
    model: model ?? 'unknown',
    session,
    startedAt,
    tokens,
    status: 'ok',
    confidence: 'exact',
    ...defined({
      originAt: scene.originAt,
      project: scene.project,
      agent: scene.parentSession === undefined ? undefined : scene.session,
      inclusion: assumed ? ('assumed' as const) : undefined,
    }),
  };
};

/** A message's uuid is its own in all files; other ids are counters that each session starts anew. */
const keyOf = (message: JsonRecord, scene: ChatScene, startedAt: number, tokens: TokenUsage): string => {
  const id = textOf(message.id);
  if (id === undefined)
    return `gemini-cli:${scene.session}:${startedAt}:${tokens.input ?? ''}:${tokens.output ?? ''}`;
  return UUID.test(id) ? `gemini-cli:${id}` : `gemini-cli:${scene.session}:${id}`;
};

/**
 * `input` includes `cached`; `output` excludes `thoughts`; `tool` (prompt tokens of tool use) stands beside `input`
 * unless `total` shows that it is inside: total = input + output + thoughts [+ tool].
 */
const tokensOf = (counts: JsonRecord, onBad: OnBad): { tokens: TokenUsage; assumed: boolean } => {
  const count = (name: string): number | undefined => countOf(counts[name], name, onBad);
  const input = count('input');
  const output = count('output');
  const thoughts = count('thoughts');
  const tool = count('tool') ?? 0;
  const total = count('total');
  const cached = cachedWithin(count('cached'), input, onBad);
  const withoutTool = (input ?? 0) + (output ?? 0) + (thoughts ?? 0);
  const toolInside = tool > 0 && total === withoutTool;
  const extra = toolInside ? 0 : tool;
  const tokens = defined({
    input: input === undefined ? undefined : input - (cached ?? 0) + extra,
    cacheRead: cached,
    output: output === undefined && thoughts === undefined ? undefined : (output ?? 0) + (thoughts ?? 0),
    reasoning: thoughts,
  });
  return { tokens, assumed: tool > 0 && !toolInside && total !== withoutTool + tool };
};

const cachedWithin = (
  cached: number | undefined,
  input: number | undefined,
  onBad: OnBad,
): number | undefined => {
  if (cached === undefined || input === undefined || cached <= input) return cached;
  onBad('COUNTS_DISAGREE', 'cached');
  return input;
};
