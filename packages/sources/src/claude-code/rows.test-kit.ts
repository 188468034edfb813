import fc from 'fast-check';
import { type Spelling, spellJson } from '../../test/spell-json.ts';

/** A row as Claude Code 2.1 writes it; `message` and the rest can be overridden. */
export const answer = (fields: object = {}, message: object = {}, usage: object = {}): object => ({
  parentUuid: 'p',
  isSidechain: false,
  message: {
    id: 'msg_01aaaaaaaaaaaaaaaaaaaaaa',
    type: 'message',
    role: 'assistant',
    model: 'claude-opus-4-6',
    content: [{ type: 'text', text: 'x' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: {
      input_tokens: 3,
      cache_creation_input_tokens: 20,
      cache_read_input_tokens: 100,
      output_tokens: 7,
      ...usage,
    },
    ...message,
  },
  requestId: 'req_1',
  type: 'assistant',
  uuid: '634c9b3c-4f00-4810-96eb-de17a2d7ee01',
  timestamp: '2026-10-01T09:00:00.120Z',
  cwd: '/w/app',
  sessionId: 's1',
  gitBranch: 'main',
  ...fields,
});

export const linesOf = (...rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** Text that looks like the marks the fast path looks for. */
const QUOTED = [
  'x',
  '],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9}}',
  '{"type":"assistant","message":{"role":"assistant","usage":{"output_tokens":9}}}',
  '\\"usage\\":{',
  'größer ✓ \u0001 \\',
  ',"type":"attachment"}',
] as const;

const text = fc.constantFrom(...QUOTED);
const count = fc.oneof(
  { weight: 8, arbitrary: fc.nat({ max: 9 }) },
  fc.constantFrom<unknown>('4', -1, 1.5, null, 'many', 1e300, undefined),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const usage = fc.record({
  input_tokens: count,
  cache_creation_input_tokens: count,
  cache_read_input_tokens: count,
  output_tokens: count,
  cache_creation: maybe(fc.record({ ephemeral_5m_input_tokens: count, ephemeral_1h_input_tokens: count })),
  iterations: maybe(
    fc.array(
      fc.record({
        type: fc.constantFrom('message', 'advisor_message'),
        model: maybe(text),
        output_tokens: count,
      }),
      {
        maxLength: 2,
      },
    ),
  ),
  service_tier: maybe(fc.constantFrom('standard', 'batch', 'priority')),
  speed: maybe(fc.constantFrom('standard', 'fast')),
});

const content = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('text'), text }),
    fc.record({
      type: fc.constant('tool_use'),
      input: fc.record({ usage: maybe(usage), type: text, content: maybe(fc.constant([])) }),
    }),
  ),
  { maxLength: 3 },
);

const message = fc.record({
  id: fc.constantFrom(
    'msg_01aaaaaaaaaaaaaaaaaaaaaa',
    'msg_01bbbbbbbbbbbbbbbbbbbbbb',
    'short-1',
    'short-2',
    undefined,
  ),
  role: fc.constantFrom('assistant', 'assistant', 'assistant', 'user', undefined),
  model: fc.constantFrom('claude-opus-4-6', 'glm-4.6', '<synthetic>', undefined),
  content,
  stop_reason: fc.constantFrom('end_turn', 'tool_use', null),
  stop_sequence: fc.constant(null),
  usage: fc.oneof({ weight: 8, arbitrary: usage }, fc.constantFrom(undefined, null, 'x')),
});

const fields = fc.record({
  parentUuid: fc.constantFrom('a', 'b', null),
  isSidechain: fc.boolean(),
  type: fc.constantFrom(
    'assistant',
    'assistant',
    'assistant',
    'assistant',
    'user',
    'attachment',
    'progress',
    undefined,
  ),
  message,
  attachment: maybe(fc.record({ type: text, usage: maybe(usage) })),
  toolUseResult: maybe(fc.record({ totalTokens: count, usage })),
  data: maybe(
    fc.record({
      type: fc.constant('agent_progress'),
      message: fc.record({ timestamp: fc.constant('2026-10-01T09:00:09.000Z'), message }),
    }),
  ),
  requestId: fc.constantFrom('req_1', 'req_2', undefined),
  uuid: fc.constantFrom('634c9b3c-4f00-4810-96eb-de17a2d7ee01', 'u2', undefined),
  timestamp: fc.constantFrom(
    '2026-10-01T09:00:00.120Z',
    '2026-10-01T09:00:05.000Z',
    '2026-10-01T08:00:00Z',
    'yesterday',
    undefined,
  ),
  sessionId: fc.constantFrom('s1', 's2'),
  cwd: fc.constantFrom('/w/app', '/w/größer ✓', undefined),
  gitBranch: maybe(fc.constant('main')),
  isAbortedMidStream: maybe(fc.boolean()),
  costUSD: maybe(fc.constantFrom(0.5, '0.25', -1)),
  forkedFrom: maybe(fc.record({ sessionId: fc.constant('s0') })),
});

const costState = fc.record({
  type: fc.constant('cost-state'),
  sessionId: fc.constant('s1'),
  modelUsage: fc.record({ 'claude-opus-4-6': fc.record({ inputTokens: count, outputTokens: count }) }),
});

const spelling: fc.Arbitrary<Spelling> = fc.record({
  spaces: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  escapeEvery: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 9 })),
});

/** The same record with its keys, and those of its message, in another order. */
const reordered = (row: object): fc.Arbitrary<object> => {
  const { message: inner } = row as { message?: object };
  return fc
    .tuple(fc.boolean(), shuffled(row), inner ? shuffled(inner) : fc.constant({}))
    .map(([keep, outer, shuffledInner]) =>
      keep ? row : inner ? { ...outer, message: shuffledInner } : outer,
    );
};

const shuffled = (record: object): fc.Arbitrary<object> =>
  fc
    .shuffledSubarray(Object.entries(record), { minLength: Object.keys(record).length })
    .map((entries) => Object.fromEntries(entries));

/** What the next row of the same answer may have otherwise. */
const variation = fc.record(
  {
    parentUuid: fc.constantFrom('c', null),
    uuid: fc.constantFrom('u3', undefined),
    requestId: fc.constantFrom('req_1', 'req_3', undefined),
    timestamp: fc.constantFrom('2026-10-01T09:00:07.000Z', 'never'),
    isSidechain: fc.boolean(),
    isAbortedMidStream: fc.constant(true),
    costUSD: fc.constant(0.75),
  },
  { requiredKeys: [] },
);

/** An answer on several rows, in any shape: usual, quoted, re-serialised, reordered. */
const answerLines: fc.Arbitrary<readonly string[]> = fc
  .tuple(
    fc.oneof({ weight: 8, arbitrary: fields.map((row) => row as object) }, costState).chain(reordered),
    fc.array(fc.tuple(variation, fc.option(count)), { maxLength: 3 }),
    spelling,
  )
  .map(([row, variations, how]) =>
    [row, ...variations.map((change) => changed(row, change))].map((one) => spellJson(one, how)),
  );

const changed = (row: object, [change, output]: readonly [object, unknown]): object => {
  const { message: inner } = row as { message?: { usage?: unknown } };
  if (output === null || typeof inner?.usage !== 'object' || inner.usage === null)
    return { ...row, ...change };
  return { ...row, ...change, message: { ...inner, usage: { ...inner.usage, output_tokens: output } } };
};

const damaged = fc.constantFrom(
  '',
  '42',
  '"x"',
  '[1]',
  '{',
  '{"type":"assistant","message":{"usage":{',
  '{}',
  'null',
  '\u0000',
);

/** Whole transcripts. */
export const transcripts: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: answerLines },
      damaged.map((line) => [line]),
    ),
    { maxLength: 8 },
  )
  .map((groups) =>
    groups
      .flat()
      .map((line) => `${line}\n`)
      .join(''),
  );
