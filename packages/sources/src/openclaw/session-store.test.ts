import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessionStoreOf } from './session-store.ts';

describe('session.store in a JSON5 configuration', () => {
  it.each([
    ['{"session":{"store":"/data/s.json"}}', '/data/s.json'],
    ["{ session: { store: '/it\\'s/s.json' } }", "/it's/s.json"],
    [
      '// session: { store: "/no" }\n{ /* session: {store:"/no"} */ "session": {"scope": "x", "store": "/yes"}, }',
      '/yes',
    ],
    ['{ agents: { list: [ { session: { store: "/deeper" } } ] }, session: { store: "/yes" } }', '/yes'],
    ['{ store: "/no", session: { scope: "per-sender" } }', undefined],
    ['{ other: { store: "/no" } }', undefined],
    ['{ text: "session: { store: 1 }", n: 1e3, b: true }', undefined],
    ['', undefined],
    ['{'.repeat(100_000), undefined],
  ])('%#', (config, expected) => {
    expect(sessionStoreOf(config)).toBe(expected);
  });

  it('reads what JSON writes, and never fails on anything', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.string(), (store, other, junk) => {
        expect(sessionStoreOf(JSON.stringify({ other, session: { store } }))).toBe(
          JSON.stringify(store).slice(1, -1).replace(/\\(.)/g, '$1'),
        );
        expect(() => sessionStoreOf(junk)).not.toThrow();
      }),
    );
  });
});
