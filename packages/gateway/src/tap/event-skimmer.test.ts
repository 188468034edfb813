import { usageReader, type Wire } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerDecoder, OnValue } from './decoder.ts';
import { interestOf } from './interest.ts';
import { sseDecoder, wholeSseDecoder } from './sse-decoder.ts';
import { TextMeter } from './text-meter.ts';

const TEXTS = { pass: () => {}, passEvents: () => {} };
const NAMED: ReadonlySet<Wire> = new Set(['anthropic-messages', 'openai-responses']);

/** Texts, some of which quote what is looked for. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('"usage":{', 'message_delta', '[DONE]', '\n\ndata: x', '{"error":1}', 'prompt_tokens"'),
);
const count = fc.nat(5000);
const chat = (more: object): object => ({ object: 'chat.completion.chunk', id: 'c1', model: 'm', ...more });
const delta = (one: object, finish: string | null = null): object =>
  chat({ choices: [{ index: 0, delta: one, finish_reason: finish }], usage: null });

const responded = (status: string, more: object): object => ({
  type: `response.${status}`,
  response: { id: 'r', status, model: 'm', output: [], ...more },
});

/** How streams begin. */
const FIRST: Readonly<Partial<Record<Wire, object>>> = {
  'openai-chat': delta({ role: 'assistant', content: '' }),
  'anthropic-messages': { type: 'message_start', message: { model: 'm', usage: { input_tokens: 7 } } },
  'openai-responses': responded('created', { status: 'in_progress' }),
};

const VALUES: Readonly<Partial<Record<Wire, fc.Arbitrary<object>>>> = {
  'openai-chat': fc.oneof(
    { weight: 6, arbitrary: text.map((content) => delta({ content })) },
    text.map((args) => delta({ tool_calls: [{ index: 1, function: { arguments: args } }] })),
    fc.constantFrom('stop', 'length').map((reason) => delta({}, reason)),
    count.map((tokens) => chat({ choices: [], usage: { prompt_tokens: 9, completion_tokens: tokens } })),
    count.map((tokens) => chat({ choices: [], x_groq: { usage: { prompt_tokens: tokens } } })),
    text.map((message) => ({ error: { type: 'server_error', message } })),
  ),
  'anthropic-messages': fc.oneof(
    {
      weight: 6,
      arbitrary: text.map((one) => ({
        type: 'content_block_delta',
        delta: { type: 'text_delta', text: one },
      })),
    },
    fc.constant({ type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id: 'x' } }),
    fc.constantFrom({ type: 'ping' }, { type: 'content_block_stop', index: 0 }, { type: 'message_stop' }),
    count.map((tokens) => ({
      type: 'message_start',
      message: { model: 'm', usage: { input_tokens: tokens } },
    })),
    count.map((tokens) => ({
      type: 'message_delta',
      delta: { stop_reason: 'end_turn' },
      usage: { output_tokens: tokens },
    })),
    text.map((message) => ({ type: 'error', error: { type: 'overloaded_error', message } })),
  ),
  'openai-responses': fc.oneof(
    { weight: 6, arbitrary: text.map((one) => ({ type: 'response.output_text.delta', delta: one })) },
    text.map((one) => ({ type: 'response.output_text.done', text: one })),
    fc
      .tuple(fc.constantFrom('completed', 'incomplete', 'failed'), count)
      .map(([status, tokens]) => responded(status, { usage: { input_tokens: tokens, output_tokens: 2 } })),
    text.map((message) => ({ type: 'error', code: 'server_error', message })),
  ),
};

const eventOf = (wire: Wire, end: string) => (value: object) =>
  `${NAMED.has(wire) ? `event: ${(value as { type: string }).type}${end}` : ''}data: ${JSON.stringify(value)}${end}${end}`;

/** Events as they are sent, with comments and the end of OpenAI's streams between them, in pieces of any size. */
const chunksOf = (wire: Wire): fc.Arbitrary<readonly Buffer[]> =>
  fc
    .record({
      end: fc.constantFrom('\n', '\n', '\r\n'),
      values: fc.array(VALUES[wire]!, { maxLength: 20 }),
      between: fc.array(fc.constantFrom('', '', ': comment\n\n', 'data: [DONE]\n\n', 'data: {no json\n\n'), {
        maxLength: 20,
      }),
      cuts: fc.array(fc.nat(4000), { maxLength: 12 }),
    })
    .map(({ end, values, between, cuts }) => {
      const events = [FIRST[wire]!, ...values].map(
        (value, at) => `${eventOf(wire, end)(value)}${between[at] ?? ''}`,
      );
      const bytes = Buffer.from(events.join(''));
      const at = [...cuts.map((place) => Math.min(place, bytes.length)), bytes.length].sort((a, b) => a - b);
      return at.map((to, index) => bytes.subarray(at[index - 1] ?? 0, to));
    });

const readBy = (wire: Wire, decoder: (onValue: OnValue) => AnswerDecoder, chunks: readonly Buffer[]) => {
  const reader = usageReader(wire);
  const one = decoder((value) => reader.read(value));
  // Nothing is read behind its last word.
  for (const chunk of chunks) if (!one.ended() && !reader.ended()) one.push(chunk);
  one.end();
  return { usage: reader.usage(), ended: one.ended() || reader.ended() };
};

describe('a stream whose deltas are passed over', () => {
  for (const wire of Object.keys(VALUES) as Wire[])
    it(`says what it says when every event of it is looked at: ${wire}`, () => {
      fc.assert(
        fc.property(chunksOf(wire), (chunks) => {
          const interest = interestOf(wire);
          const skimmed = readBy(wire, (onValue) => sseDecoder(interest, onValue, TEXTS), chunks);
          // Nothing is told apart by words: each event is parsed.
          const whole = readBy(wire, (onValue) => wholeSseDecoder({}, onValue, TEXTS), chunks);
          expect(skimmed).toEqual(whole);
        }),
        { numRuns: 500 },
      );
    });

  it('has the text measured that it carries, in whatever pieces it comes', () => {
    const run = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(run, fc.nat(2000), (texts, cut) => {
        const bytes = Buffer.from(
          texts.map((one) => eventOf('openai-chat', '\n')(delta({ content: one }))).join(''),
        );
        const meter = new TextMeter();
        const decoder = sseDecoder(interestOf('openai-chat'), (value) => meter.read(value), meter);
        decoder.push(bytes.subarray(0, cut));
        decoder.push(bytes.subarray(cut));
        decoder.end();
        const carried = texts.reduce((sum, one) => sum + Buffer.byteLength(JSON.stringify(one)) - 2, 0);
        expect(meter.bytes).toBe(carried);
      }),
    );
  });

  it('has no text counted twice that is said once more as a whole', () => {
    const meter = new TextMeter();
    const events = [
      { type: 'response.output_text.delta', delta: 'abcd' },
      { type: 'response.output_text.done', text: 'abcd' },
      { type: 'response.output_text.delta', delta: 'efg' },
    ];
    meter.passEvents(Buffer.from(events.map(eventOf('openai-responses', '\n')).join('')));
    expect(meter.bytes).toBe(7);
  });
});
