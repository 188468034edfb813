import { countAt, type TelemetryRecord, textAt } from '../telemetry-record.ts';
import type { CallFacts, Dialect } from './dialect.ts';

/**
 * Codex (standards §2.2): the event of a completed response, OpenAI's way of counting; `tool_token_count` is the total.
 * Its spans repeat these counts and those of whole turns.
 */
export const codex: Dialect = {
  id: 'codex',
  reads: [
    'event.name',
    'event.kind',
    'event.timestamp',
    'conversation.id',
    'model',
    'slug',
    'user.email',
    'user.account_id',
    'input_token_count',
    'output_token_count',
    'cached_token_count',
    'cache_write_token_count',
    'reasoning_token_count',
    'tool_token_count',
    'ttft_ms',
  ],
  read: (record) => {
    const service = textAt(record.resource, 'service.name') ?? '';
    const event = textAt(record.attributes, 'event.name') ?? record.name;
    if (!/^codex[-_]/.test(service) && !event.startsWith('codex.')) return undefined;
    const isCall =
      record.kind === 'log' &&
      /^codex\.(sse|websocket)_event$/.test(event) &&
      textAt(record.attributes, 'event.kind') === 'response.completed' &&
      countAt(record.attributes, 'input_token_count') !== undefined;
    return isCall ? factsOf(record) : 'no call';
  },
};

const factsOf = (record: TelemetryRecord): CallFacts => {
  const { attributes } = record;
  return {
    keys: keysOf(record),
    isSpansOwn: false,
    app: 'codex',
    provider: 'openai',
    model: textAt(attributes, 'model', 'slug'),
    counts: {
      input: countAt(attributes, 'input_token_count'),
      output: countAt(attributes, 'output_token_count'),
      cacheRead: countAt(attributes, 'cached_token_count'),
      cacheWrite: countAt(attributes, 'cache_write_token_count'),
      reasoning: countAt(attributes, 'reasoning_token_count'),
      total: countAt(attributes, 'tool_token_count'),
    },
    inclusion: 'inclusive',
    timeToFirstTokenMs: countAt(attributes, 'ttft_ms') || undefined,
    session: textAt(attributes, 'conversation.id'),
    user: textAt(attributes, 'user.email', 'user.account_id'),
  };
};

const COUNTS = [
  'input_token_count',
  'cached_token_count',
  'cache_write_token_count',
  'output_token_count',
  'reasoning_token_count',
] as const;

/** The rollout's line is written up to this much before or after the event (measured: 0 to 16 ms after) … */
const EARLIER_MS = 100;
const LATER_MS = 900;
/** … and names the second it was written in (`sources/codex/moment.ts`). */
const MOMENT_MS = 1_000;

/** No response id is sent. The same thread, all five counts and the same second are the proof that it is the rollout's. */
const keysOf = ({ attributes, endedAt }: TelemetryRecord): readonly string[] => {
  const thread = textAt(attributes, 'conversation.id');
  if (thread === undefined || endedAt === undefined) return [];
  const vector = COUNTS.map((name) => countAt(attributes, name) ?? 0).join('.');
  const moments = [endedAt - EARLIER_MS, endedAt + LATER_MS].map((at) => Math.floor(at / MOMENT_MS));
  return moments.map((moment) => `codex:${thread}:~${moment}:${vector}`);
};
