import { TOKEN_KINDS, type UsageEvent } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callsOf, encodeLogs, encodeSpans, START, spanId, type TestSpan, testReceiver } from './otlp-kit.ts';

const summary = (events: readonly UsageEvent[]): readonly string[] =>
  callsOf(events)
    .map(([first]) => TOKEN_KINDS.map((kind) => first!.tokens[kind] ?? 0).join('.'))
    .sort();

/** Spans of some conversations: an agent around chats around the same chats as a client library tells them. */
const conversation = fc
  .array(
    fc.record({ input: fc.nat({ max: 5 }), output: fc.integer({ min: 1, max: 5 }), twin: fc.boolean() }),
    {
      maxLength: 6,
    },
  )
  .map((chats) => {
    const spans: TestSpan[] = [];
    const usage = (input: number, output: number) => ({
      'gen_ai.request.model': 'm',
      'gen_ai.usage.input_tokens': input,
      'gen_ai.usage.output_tokens': output,
    });
    const add = (parent: number, operation: string, counts: ReturnType<typeof usage>): number => {
      const number = spans.length + 1;
      spans.push({
        name: operation,
        spanId: spanId(number),
        ...(parent === 0 ? {} : { parentSpanId: spanId(parent) }),
        start: START + number,
        end: START + 1000 - number,
        attributes: { 'gen_ai.operation.name': operation, ...counts },
      });
      return number;
    };
    const total = (name: 'input' | 'output') => chats.reduce((sum, chat) => sum + chat[name], 0);
    const agent = add(0, 'invoke_agent', usage(total('input'), total('output')));
    for (const { input, output, twin } of chats) {
      const outer = add(agent, 'chat', usage(input, output));
      if (twin) add(outer, 'chat', usage(input, output));
    }
    const expected = chats.map(({ input, output }) =>
      TOKEN_KINDS.map((kind) => (kind === 'input' ? input : kind === 'output' ? output : 0)).join('.'),
    );
    return { spans, expected: expected.sort() };
  });

/** Any order, any cuts between requests, some of it sent twice. */
const shuffled = conversation.chain(({ spans, expected }) =>
  fc
    .tuple(
      fc.shuffledSubarray(spans, { minLength: spans.length }),
      fc.subarray(spans),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom('json' as const, 'protobuf' as const),
    )
    .map(([order, again, size, encoding]) => ({ sent: [...order, ...again], size, encoding, expected })),
);

describe('spans', () => {
  it('give the same calls in any order, over any requests, and sent twice; agents and twins add none', async () => {
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ sent, size, encoding, expected }) => {
        const test = testReceiver();
        for (let from = 0; from < sent.length; from += size)
          await test.send(encodeSpans(sent.slice(from, from + size), encoding), encoding, 'traces');
        expect(summary(test.events)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('that sum up their children of a request before are no call', async () => {
    const test = testReceiver();
    const attributes = (input: number, output: number) => ({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'm',
      'gen_ai.usage.input_tokens': input,
      'gen_ai.usage.output_tokens': output,
    });
    const child = (number: number, input: number): TestSpan => ({
      name: 'chat m',
      spanId: spanId(number),
      parentSpanId: spanId(1),
      attributes: attributes(input, 2),
    });
    await test.send(encodeSpans([child(2, 10), child(3, 20)], 'json'), 'json', 'traces');
    const parent = { name: 'chat m', spanId: spanId(1), attributes: attributes(30, 4) };
    await test.send(encodeSpans([parent], 'json'), 'json', 'traces');
    await test.send(encodeSpans([parent], 'json'), 'json', 'traces');
    expect(test.events).toHaveLength(2);
  });
});

describe('log records without ids', () => {
  it('add nothing when they are sent again', async () => {
    const test = testReceiver();
    const attributes = {
      'event.name': 'gemini_cli.api_response',
      model: 'gemini-3-pro',
      input_token_count: 5,
      output_token_count: 2,
    };
    const body = encodeLogs([{ attributes }, { attributes, at: START + 1 }], 'json');
    await test.send(body, 'json', 'logs');
    await test.send(body, 'json', 'logs');
    expect(callsOf(test.events)).toHaveLength(2);
  });
});

describe('metrics', () => {
  it('are counted and are no calls; who sends nothing else is named', async () => {
    const test = testReceiver();
    const metrics = (name: string) => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: name } }] },
      scopeMetrics: [{ metrics: [{ name: 'gen_ai.client.token.usage' }, { name: 'other' }] }],
    });
    const body = Buffer.from(JSON.stringify({ resourceMetrics: [metrics('shop'), metrics('quiet')] }));
    await test.send(body, 'json', 'metrics');
    const chat = {
      name: 'chat m',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'm',
        'gen_ai.usage.input_tokens': 1,
      },
    };
    await test.send(encodeSpans([chat], 'protobuf'), 'protobuf', 'traces');
    expect(test.events).toHaveLength(1);
    expect(test.receiver.stats()).toEqual({
      requests: 2,
      records: 1,
      calls: { 'gen-ai': 1 },
      rejected: 0,
      metrics: 4,
      metricsOnly: ['quiet'],
    });
  });
});
