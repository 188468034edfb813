import { expect, it } from 'vitest';
import { MAX_KNOWN_TARGETS } from '../limits.ts';
import { UPSTREAMS } from '../upstreams/index.ts';
import { targetFinder } from './target.ts';

const finder = () => targetFinder(UPSTREAMS.map((upstream) => ({ upstream, origin: 'http://127.0.0.1:1' })));

it('finds a request line that it knows as it found it first, and no other by it', () => {
  const find = finder();
  const path = '/openai/v1/chat/completions';
  const first = find('POST', path);
  expect(first?.route).toMatchObject({ kind: 'metered', wire: 'openai-chat' });
  expect(find('POST', path)).toBe(first);
  expect(find('GET', path)?.route.kind).not.toBe('metered');
  expect(find('POST', `/with/user=42${path}`)?.attribution).toEqual({ user: '42' });
  expect(find('POST', '/api/status')).toBeUndefined();
});

it('keeps no request line with a query, in which a key may stand', () => {
  const find = finder();
  const path = '/gemini/v1beta/models/m:generateContent?key=AIza-secret';
  expect(find('POST', path)?.path).toContain('key=AIza-secret');
  expect(find('POST', path)).not.toBe(find('POST', path));
});

it('keeps so many at most', () => {
  const find = finder();
  const first = find('POST', '/openai/v1/embeddings');
  for (let other = 0; other < MAX_KNOWN_TARGETS; other += 1) find('GET', `/openai/v1/files/f${other}`);
  const again = find('POST', '/openai/v1/embeddings');
  expect(again).toEqual(first);
  expect(again).not.toBe(first);
});
