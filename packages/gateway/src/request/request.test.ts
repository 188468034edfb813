import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askForUsage } from './ask-for-usage.ts';
import { FormModel } from './form-model.ts';
import { KeyedHash } from './keyed-hash.ts';
import { promptFingerprint } from './prompt-fingerprint.ts';
import { NO_FACTS, requestBodyFacts, requestSpans } from './request-facts.ts';

const json = (value: unknown, indent = 0): Buffer => Buffer.from(JSON.stringify(value, null, indent));
const KEY = new KeyedHash(Buffer.from('a key of this folder'));

const factsOf = (body: Buffer) => {
  const spans = requestSpans(body);
  return spans === undefined ? NO_FACTS : requestBodyFacts(body, spans);
};
const fingerprintOf = (body: Buffer, hash = KEY) => {
  const spans = requestSpans(body);
  return spans === undefined ? undefined : promptFingerprint(body, spans, hash);
};

describe('the facts of a body', () => {
  it('are its names and switches', () => {
    const body = {
      messages: [{ role: 'user', content: '"model":"not this one"' }],
      model: 'gpt-5.6',
      stream: true,
      stream_options: { include_usage: true },
      user: 'u1',
      metadata: { feature: 'summary' },
    };
    expect(factsOf(json(body))).toEqual({
      model: 'gpt-5.6',
      stream: true,
      asksForUsage: true,
      user: 'u1',
      metadata: { feature: 'summary' },
    });
  });

  it('never hold what is asked, whatever the body is', () => {
    const text = 'a prompt that nobody may keep '.repeat(40);
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('model', 'user', 'metadata', 'messages', 'input'),
          fc.constantFrom<unknown>(text, [text], { a: text }, 1),
        ),
        (body) => {
          expect(JSON.stringify(factsOf(json(body)))).not.toContain('nobody may keep');
        },
      ),
    );
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void factsOf(Buffer.from(bytes))));
  });
});

describe('asking for usage', () => {
  const options = fc.option(
    fc.oneof(
      fc.constant(null),
      fc.record({ include_usage: fc.boolean(), more: fc.integer() }, { requiredKeys: [] }),
    ),
    { nil: undefined },
  );
  const body = fc.record(
    { stream_options: options, model: fc.string(), messages: fc.jsonValue() },
    { requiredKeys: [] },
  );

  it('changes that option and nothing else, however the body is written', () => {
    fc.assert(
      fc.property(body, fc.constantFrom(0, 2), (value, indent) => {
        const given = JSON.parse(JSON.stringify(value));
        const asked = JSON.parse(askForUsage(json(value, indent))!.toString('utf8'));
        expect(asked).toEqual({ ...given, stream_options: { ...given.stream_options, include_usage: true } });
      }),
    );
  });

  it('leaves alone what it does not understand', () => {
    for (const text of ['', '[]', '{"stream_options":7}', '{"model"', 'no json'])
      expect(askForUsage(Buffer.from(text))).toBeUndefined();
  });
});

describe('the fingerprint of a prompt', () => {
  it('is the same for the same prompt, however it is written and whatever stands beside it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (messages, model) => {
        const plain = fingerprintOf(json({ model, messages }), KEY);
        expect(plain).toMatch(/^[0-9a-f]{32}$/);
        expect(fingerprintOf(json({ messages, temperature: 1 }, 2), KEY)).toBe(plain);
      }),
    );
  });

  it('is another for another prompt, another field or another key', () => {
    const of = (value: unknown, key = KEY) => fingerprintOf(json(value), key);
    const one = of({ input: 'a b' });
    for (const other of [
      of({ input: 'ab' }),
      of({ prompt: 'a b' }),
      of({ input: 'a b' }, new KeyedHash(Buffer.from('other'))),
    ])
      expect(other).not.toBe(one);
    expect(of({ model: 'm' })).toBeUndefined();
  });
});

describe('the model that a form names', () => {
  const form = (...fields: readonly (readonly [string, string])[]): Buffer =>
    Buffer.from(
      `${fields
        .map(([head, value]) => `--B\r\nContent-Disposition: form-data; ${head}\r\n\r\n${value}\r\n`)
        .join('')}--B--\r\n`,
    );
  const file = [
    'name="file"; filename="a.wav"\r\nContent-Type: audio/wav',
    'name="model"\r\n\r\nno',
  ] as const;
  const modelOf = (pieces: readonly Buffer[]): string | undefined => {
    const reader = new FormModel();
    for (const piece of pieces) reader.push(piece);
    return reader.model;
  };

  it('is found behind a file, wherever the form is cut', () => {
    const bytes = form(['name="language"', 'en'], file, ['name="model"', 'gpt-4o-transcribe'], file);
    for (let at = 0; at <= bytes.length; at += 1)
      for (const second of [at, Math.min(bytes.length, at + 7)])
        expect(modelOf([bytes.subarray(0, at), bytes.subarray(at, second), bytes.subarray(second)])).toBe(
          'gpt-4o-transcribe',
        );
  });

  it('is not known where none is named, or no model has such a name', () => {
    expect(modelOf([form(file)])).toBeUndefined();
    expect(modelOf([form(['name="model"', ''], file)])).toBeUndefined();
    expect(modelOf([form(['name="model"', 'x'.repeat(600)], file)])).toBeUndefined();
  });
});
