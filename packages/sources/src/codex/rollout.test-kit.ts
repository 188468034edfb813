import fc from 'fast-check';
import { type Spelling, spellJson } from '../../test/spell-json.ts';

/** 2026-10-02T10:00:00Z; lines of a test stand some seconds after it. */
export const START = Date.UTC(2026, 9, 2, 10);

export const stamp = (second: number): string => new Date(START + second * 1000).toISOString();

/** A UUID of version 7 of that second. */
export const idAt = (second: number, tail = '000000000001'): string => {
  const hex = (START + second * 1000).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${tail}`;
};

export interface Counts {
  readonly input: number;
  readonly cached?: number;
  readonly output: number;
}

export const usage = ({ input, cached = 0, output }: Counts): object => ({
  input_tokens: input,
  cached_input_tokens: cached,
  output_tokens: output,
  reasoning_output_tokens: 0,
  total_tokens: input + output,
});

const line = (second: number, type: string, payload: object, ordinal?: number): object => ({
  timestamp: stamp(second),
  ...(ordinal === undefined ? {} : { ordinal }),
  type,
  payload,
});

export const meta = (second: number, id: string, fields: object = {}): object =>
  line(second, 'session_meta', {
    id,
    timestamp: stamp(second),
    cwd: '/w/app',
    originator: 'codex_cli_rs',
    source: 'cli',
    model_provider: 'openai',
    ...fields,
  });

export const turn = (second: number, turnId: string, model = 'gpt-5.4'): object =>
  line(second, 'turn_context', { turn_id: turnId, cwd: '/w/app', model });

export const started = (second: number, turnId: string): object =>
  line(second, 'event_msg', { type: 'task_started', turn_id: turnId });

export const count = (second: number, total: Counts | undefined, last: Counts | object | undefined): object =>
  line(second, 'event_msg', {
    type: 'token_count',
    info: {
      ...(total ? { total_token_usage: usage(total) } : {}),
      ...(last ? { last_token_usage: 'input' in last ? usage(last as Counts) : last } : {}),
    },
  });

export const record = (second: number, used: Counts, responseId?: string, threadId?: string): object =>
  line(second, 'token_usage_record', {
    ...(responseId ? { response_id: responseId } : {}),
    ...(threadId ? { thread_id: threadId } : {}),
    usage: usage(used),
  });

export const settings = (second: number, thread_settings: object): object =>
  line(second, 'event_msg', { type: 'thread_settings_applied', thread_settings });

export const linesOf = (...lines: readonly unknown[]): string =>
  lines.map((one) => `${JSON.stringify(one)}\n`).join('');

const number = fc.oneof(
  { weight: 8, arbitrary: fc.nat({ max: 50 }) },
  fc.constantFrom<unknown>('7', -2, 1.5, null, 'x', undefined),
);
const anyUsage = fc.record({
  input_tokens: number,
  cached_input_tokens: number,
  cache_write_input_tokens: number,
  output_tokens: number,
  reasoning_output_tokens: number,
  total_tokens: number,
});
const turnId = fc.constantFrom(idAt(-9), idAt(3), 'turn', undefined);
const threadId = fc.constantFrom(idAt(0), idAt(-10), 'thread', undefined);
const quoted = fc.constantFrom('x', '{"type":"token_count"}', '"type":"turn_context","payload":{', 'ü\u0001');

const payloads = {
  session_meta: fc.record({
    id: threadId,
    timestamp: fc.constantFrom(stamp(0), undefined),
    cwd: fc.constantFrom('/w/ü', undefined),
    forked_from_id: threadId,
    parent_thread_id: threadId,
    source: fc.constantFrom<unknown>(
      'cli',
      { subagent: 'review' },
      { subagent: { thread_spawn: { agent_nickname: 'n' } } },
    ),
    base_instructions: fc.record({ text: quoted, model: quoted }),
    history_base: fc.constantFrom(undefined, undefined, { thread_id: 'x' }),
    subagent_history_start_ordinal: fc.constantFrom(undefined, 2),
  }),
  turn_context: fc.record({ turn_id: turnId, model: fc.constantFrom('gpt-5.4', 'gpt-6-sol', undefined) }),
  token_usage_record: fc.record({
    thread_id: threadId,
    response_id: fc.constantFrom('resp-a', 'resp_aaaaaaaaaaaaaaaaaaaa', undefined),
    usage: anyUsage,
  }),
  event_msg: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('token_count'),
        info: fc.option(fc.record({ total_token_usage: anyUsage, last_token_usage: anyUsage })),
      }),
    },
    fc.record({ type: fc.constantFrom('task_started', 'agent_message'), turn_id: turnId, message: quoted }),
    fc.record({
      type: fc.constant('thread_settings_applied'),
      thread_settings: fc.record({ service_tier: fc.constantFrom('fast', null, undefined) }),
    }),
  ),
  response_item: fc.record({ type: quoted, output: quoted, usage: anyUsage }),
} as const;

const spelling: fc.Arbitrary<Spelling> = fc.record({
  spaces: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  escapeEvery: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 9 })),
});

const anyLine: fc.Arbitrary<string> = fc
  .constantFrom(...(Object.keys(payloads) as (keyof typeof payloads)[]))
  .chain((type) =>
    fc.record({
      timestamp: fc.constantFrom(stamp(1), stamp(2), stamp(30), 'never'),
      ordinal: fc.constantFrom(undefined, 0, 1, 2, 3),
      type: fc.constant(type),
      payload: payloads[type] as fc.Arbitrary<object>,
    }),
  )
  .chain((one) => fc.tuple(shuffledNowAndThen(one), spelling))
  .map(([one, how]) => spellJson(one, how));

const shuffledNowAndThen = (record: object): fc.Arbitrary<object> =>
  fc
    .tuple(
      fc.boolean(),
      fc.shuffledSubarray(Object.entries(record), { minLength: Object.keys(record).length }),
    )
    .map(([keep, entries]) => (keep ? record : Object.fromEntries(entries)));

const damaged = fc.constantFrom(
  '',
  '42',
  '{',
  '{"type":"event_msg","payload":{"type":"token_count"',
  '{}',
  'null',
);

/** Whole rollouts of lines in any order, spelling and state of repair. */
export const rollouts: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 12, arbitrary: anyLine }, damaged), { maxLength: 16 })
  .map((lines) => lines.map((one) => `${one}\n`).join(''));
