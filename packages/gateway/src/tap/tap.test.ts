import { type UsageReader, usageReader, type Wire } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decoderFor } from './choose-decoder.ts';
import { MAX_VALUE_BYTES } from './decoder.ts';
import { eventStreamDecoder } from './event-stream-decoder.ts';
import { LineSplitter } from './line-splitter.ts';
import { fieldsOf } from './top-level-fields.ts';

/** Bytes cut at the given places. */
const cut = (bytes: Buffer, places: readonly number[]): Buffer[] => {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length));
};
const places = fc.array(fc.nat(100_000), { maxLength: 12 });

const usageOf = (wire: Wire, type: string, chunks: readonly Buffer[], isStream = true) => {
  const reader: UsageReader = usageReader(wire);
  const decoder = decoderFor(wire, type, isStream, (value) => reader.read(value), {
    pass: () => {},
    passEvents: () => {},
  });
  for (const chunk of chunks) decoder.push(chunk);
  decoder.end();
  return { usage: reader.usage(), skipped: decoder.skipped() };
};

const anthropicStream = Buffer.from(
  [
    'event: message_start',
    'data: {"type":"message_start","message":{"id":"msg_1","model":"claude-opus-4-8","usage":{"input_tokens":12,"output_tokens":1}}}',
    '',
    ': keep-alive',
    'event: content_block_delta',
    'data: {"type":"content_block_delta","delta":{"text":"über \\"usage\\" — 語"}}',
    '',
    'event: message_delta',
    'data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":90}}',
    '',
    'event: message_stop',
    'data: {"type":"message_stop"}',
    '',
    '',
  ].join('\n'),
);
const anthropicUsage = {
  model: 'claude-opus-4-8',
  responseId: 'msg_1',
  stopReason: 'end_turn',
  tokens: { input: 12, output: 90 },
};

const openaiStream = Buffer.from(
  [
    'data: {"object":"chat.completion.chunk","id":"c1","model":"gpt-5.6","choices":[{"index":0,"delta":{"content":"x"}}],"usage":null}',
    'data: {"object":"chat.completion.chunk","id":"c1","choices":[{"index":0,"finish_reason":"stop"}],"usage":null}',
    'data: {"object":"chat.completion.chunk","id":"c1","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}',
    'data: [DONE]',
    '',
  ].join('\r\n\r\n'),
);

const geminiArray = Buffer.from(
  '[{"candidates":[{"content":{"parts":[{"text":"a \\\\\\" ]}, {"}]}}],"usageMetadata":{"promptTokenCount":7,"totalTokenCount":7}}\r\n,\r\n{"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":5,"totalTokenCount":12}}]',
);

describe('an answer, cut at any byte', () => {
  const answers: readonly [Wire, string, Buffer, object][] = [
    ['anthropic-messages', 'text/event-stream; charset=utf-8', anthropicStream, anthropicUsage],
    [
      'openai-chat',
      'text/event-stream',
      openaiStream,
      {
        model: 'gpt-5.6',
        responseId: 'c1',
        stopReason: 'stop',
        toolCalls: 0,
        tokens: { input: 9, output: 2 },
      },
    ],
    [
      'gemini',
      'application/json',
      geminiArray,
      { stopReason: 'STOP', toolCalls: 0, tokens: { input: 7, output: 5 } },
    ],
    [
      'ollama',
      'application/x-ndjson',
      Buffer.from('{"model":"m","done":false}\n{"model":"m","done":true,"eval_count":5}'),
      { model: 'm', tokens: { output: 5 } },
    ],
  ];
  for (const [wire, type, bytes, expected] of answers)
    it(`is read the same: ${wire}`, () => {
      fc.assert(
        fc.property(places, (at) => {
          expect(usageOf(wire, type, cut(bytes, at))).toEqual({ usage: expected, skipped: 0 });
        }),
      );
      for (let at = 0; at <= bytes.length; at += 1)
        expect(usageOf(wire, type, cut(bytes, [at])).usage).toEqual(expected);
    });

  it('keeps what was said when it breaks off', () => {
    for (let length = 0; length < anthropicStream.length; length += 1) {
      const { usage } = usageOf('anthropic-messages', 'text/event-stream', [
        anthropicStream.subarray(0, length),
      ]);
      if (usage !== undefined) expect(usage.tokens.input).toBe(12);
    }
  });
});

describe('lines', () => {
  it('are cut as a whole text would be, for every end of line', () => {
    const text = fc
      .array(fc.oneof(fc.constantFrom('\n', '\r\n', '\r', 'ü', '語'), fc.string({ maxLength: 5 })), {
        maxLength: 20,
      })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, places, (whole, at) => {
        const lines: string[] = [];
        const splitter = new LineSplitter((line) => lines.push(line.toString('utf8')));
        for (const chunk of cut(Buffer.from(whole), at)) splitter.push(chunk);
        splitter.end();
        const expected = whole.split(/\r\n|\n|\r/);
        if (expected.at(-1) === '') expected.pop();
        expect(lines).toEqual(expected);
      }),
    );
  });

  it('that are too long are passed over, and those behind them are read', () => {
    const lines: number[] = [];
    const splitter = new LineSplitter((line) => lines.push(line.length));
    const part = Buffer.alloc(1024 * 1024, 120);
    for (let i = 0; i <= MAX_VALUE_BYTES / part.length; i += 1) splitter.push(part);
    splitter.push(Buffer.from('\nshort\n'));
    expect(lines).toEqual([5]);
    expect(splitter.tooLong).toBe(1);
  });
});

describe('a large body', () => {
  it('has its fields read without the rest, as JSON.parse would', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('id', 'usage', 'data', 'a"b', 'ü\\'), fc.jsonValue()),
        (value) => {
          const wanted = new Set(['id', 'usage', 'a"b']);
          const expected = Object.fromEntries(Object.entries(value).filter(([key]) => wanted.has(key)));
          for (const indent of [0, 2])
            expect(fieldsOf(Buffer.from(JSON.stringify(value, null, indent)), wanted)).toEqual(
              JSON.parse(JSON.stringify(expected)),
            );
        },
      ),
    );
  });

  it('of embeddings says its usage', () => {
    const data = Array.from({ length: 20_000 }, (_, index) => ({ index, embedding: [0.1, 0.2] }));
    const body = Buffer.from(
      JSON.stringify({ data, model: 'e', usage: { prompt_tokens: 8, total_tokens: 8 } }),
    );
    expect(body.length).toBeGreaterThan(256 * 1024);
    expect(usageOf('openai-chat', 'application/json', [body], false).usage).toEqual({
      model: 'e',
      tokens: { input: 8 },
    });
  });
});

/** A frame as AWS sends it; its checksums are not looked at. */
const frame = (headers: Readonly<Record<string, string>>, payload: unknown): Buffer => {
  const head = Buffer.concat(
    Object.entries(headers).map(([name, value]) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(Buffer.byteLength(value));
      return Buffer.concat([
        Buffer.from([name.length]),
        Buffer.from(name),
        Buffer.from([7]),
        length,
        Buffer.from(value),
      ]);
    }),
  );
  const body = Buffer.from(JSON.stringify(payload));
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(16 + head.length + body.length, 0);
  prelude.writeUInt32BE(head.length, 4);
  return Buffer.concat([prelude, head, body, Buffer.alloc(4)]);
};
const event = (type: string, payload: unknown) =>
  frame({ ':message-type': 'event', ':event-type': type, ':content-type': 'application/json' }, payload);

describe('event-stream frames', () => {
  const usage = { inputTokens: 10, outputTokens: 40, totalTokens: 50 };
  const converse = Buffer.concat([
    event('contentBlockDelta', { delta: { text: 'x' } }),
    event('messageStop', { stopReason: 'end_turn' }),
    event('metadata', { usage, metrics: { latencyMs: 8 } }),
  ]);
  const TYPE = 'application/vnd.amazon.eventstream';

  it('are read wherever they are cut', () => {
    const expected = { stopReason: 'end_turn', toolCalls: 0, tokens: { input: 10, output: 40 } };
    for (let at = 0; at <= converse.length; at += 1)
      expect(usageOf('bedrock-converse', TYPE, cut(converse, [at]))).toEqual({ usage: expected, skipped: 0 });
  });

  it("of InvokeModel carry the model's own JSON", () => {
    const inner = {
      type: 'message_start',
      message: { id: 'm', usage: { input_tokens: 3, output_tokens: 1 } },
    };
    const bytes = Buffer.from(JSON.stringify(inner)).toString('base64');
    expect(usageOf('bedrock-invoke', TYPE, [event('chunk', { bytes, p: 'abc' })]).usage?.tokens).toEqual({
      input: 3,
      output: 1,
    });
  });

  it('of an exception name it', () => {
    const bytes = frame({ ':message-type': 'exception', ':exception-type': 'throttlingException' }, {});
    expect(usageOf('bedrock-converse', TYPE, [bytes]).usage?.errorType).toBe('throttlingException');
  });

  it('that make no sense end the reading, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), places, (bytes, at) => {
        const decoder = eventStreamDecoder(() => {});
        for (const chunk of cut(Buffer.from(bytes), at)) decoder.push(chunk);
        decoder.end();
      }),
    );
  });
});
