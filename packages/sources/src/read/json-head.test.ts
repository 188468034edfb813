import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonHead } from './json-head.ts';
import { Names } from './names.ts';

const headOf = (text: string, limit = Buffer.byteLength(text)): JsonHead => {
  const head = new JsonHead(Buffer.from(text));
  head.start(0, limit);
  return head;
};

describe('JsonHead', () => {
  it('walks keys at one depth, and goes into an object on demand', () => {
    const head = headOf('{"a":1,"type":"user","flag":true,"none":null,"in":{"type":"x"}}');
    expect([head.next(), head.keyIs('a')]).toEqual(['scalar', true]);
    expect([head.next(), head.keyIs('type'), head.valueIs('user')]).toEqual(['string', true, true]);
    expect([head.next(), head.next(), head.next(), head.keyIs('in')]).toEqual([
      'scalar',
      'scalar',
      'object',
      true,
    ]);
    head.enter();
    expect([head.next(), head.valueIs('x'), head.next()]).toEqual(['string', true, 'end']);
  });

  it('does not take text inside a string for a key', () => {
    const head = headOf(JSON.stringify({ text: '","type":"assistant","x":"', 'a\\"type': 'x' }));
    expect([head.next(), head.keyIs('text'), head.next()]).toEqual(['string', true, 'broken']);
  });

  it('calls broken whatever it cannot judge: spaces, escaped keys, other values, the end of the bytes', () => {
    for (const text of [
      '',
      '[]',
      '{ "a":1}',
      '{"a": 1}',
      '{"a":1 ,"b":2}',
      '{"\\u0061":1}',
      '{"a":}',
      '{"a":1,}',
      '{"a"',
    ])
      expect(lastOf(headOf(text))).toBe('broken');
    expect(lastOf(headOf('{"a":"long","b":1}', 9))).toBe('broken');
  });

  it('finds the keys of any flat record in their order', () => {
    const flat = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    );
    fc.assert(
      fc.property(flat, (record) => {
        const head = headOf(JSON.stringify(record));
        for (const [key, value] of Object.entries(record)) {
          expect(head.next()).toBe(typeof value === 'string' ? 'string' : 'scalar');
          expect(head.keyIs(key)).toBe(true);
          if (typeof value === 'string' && !head.valueIsEscaped() && /^[ -~]*$/.test(value))
            expect(head.valueIs(value)).toBe(true);
        }
        expect(head.next()).toBe('end');
      }),
    );
  });
});

/** Where a walk comes to rest. */
const lastOf = (head: JsonHead): string => {
  for (;;) {
    const kind = head.next();
    if (kind !== 'string' && kind !== 'scalar') return kind;
  }
};

describe('Names', () => {
  it('cleans as textOf does, and gives the same again', () => {
    const names = new Names();
    for (const value of [' a\u0000b ', '', '  ', 7, undefined])
      expect(names.of(value)).toBe(value === ' a\u0000b ' ? 'ab' : undefined);
    expect(names.of(' a\u0000b ')).toBe('ab');
  });

  it('forgets when there are too many', () => {
    const names = new Names();
    for (let i = 0; i < 5000; i++) expect(names.of(`name ${i}`)).toBe(`name ${i}`);
    expect(names.of('name 0')).toBe('name 0');
  });
});
