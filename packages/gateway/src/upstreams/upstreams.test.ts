import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Upstream } from '../upstream.ts';
import { openaiCompatible, UPSTREAMS } from './index.ts';

const named = (name: string): Upstream => UPSTREAMS.find((upstream) => upstream.name === name)!;
const route = (name: string, path: string, method = 'POST') =>
  named(name).route({ method, path, query: new URLSearchParams() });

describe('every upstream', () => {
  const all = [...UPSTREAMS, openaiCompatible('house')];

  it('has a name of its own that can stand in a path', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { name } of all) expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
  });

  it('finds a route for any path, and a place only at its own host', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.constantFrom('GET', 'POST', 'DELETE'),
        fc.webPath(),
        (upstream, method, path) => {
          expect(upstream.route({ method, path, query: new URLSearchParams() }).kind).toBeTypeOf('string');
          const place = upstream.place?.(path);
          if (place === undefined) return;
          const { hostname } = new URL(place.origin);
          expect(hostname).toMatch(/\.(openai\.azure|googleapis|amazonaws)\.com$/);
        },
      ),
    );
  });

  it('takes no host from a path that leads elsewhere', () => {
    for (const name of ['azure', 'vertex', 'bedrock'])
      for (const path of ['/evil.com%2f/x', '/a.evil.com/x', '/evil.com:80/x', '/@evil.com/x', '/../x', '/'])
        expect(named(name).place?.(path)).toBeUndefined();
  });
});

describe('routes', () => {
  it.each([
    ['anthropic', '/v1/messages', 'anthropic-messages'],
    ['openai', '/v1/chat/completions', 'openai-chat'],
    ['openai', '/v1/responses', 'openai-responses'],
    ['openai', '/v1/embeddings', 'openai-chat'],
    ['openai', '/v1/images/generations', 'openai-images'],
    ['openrouter', '/api/v1/chat/completions', 'openai-chat'],
    ['openrouter', '/api/v1/messages', 'anthropic-messages'],
    ['groq', '/openai/v1/chat/completions', 'openai-chat'],
    ['deepseek', '/chat/completions', 'openai-chat'],
    ['gemini', '/v1beta/openai/chat/completions', 'openai-chat'],
    ['ollama', '/api/chat', 'ollama'],
    ['ollama', '/v1/chat/completions', 'openai-chat'],
  ])('%s %s', (name, path, wire) => {
    expect(route(name, path)).toMatchObject({ kind: 'metered', wire });
  });

  it('that count or list are free, and what nobody knows passes unmetered', () => {
    expect(route('anthropic', '/v1/messages/count_tokens').kind).toBe('free');
    expect(route('openai', '/v1/models', 'GET').kind).toBe('free');
    expect(route('openai', '/v1/audio/speech').kind).toBe('unmetered');
    expect(route('gemini', '/v1beta/models/gemini-4:countTokens').kind).toBe('free');
  });

  it('name the model where the path does', () => {
    expect(route('azure', '/openai/deployments/my-gpt/chat/completions')).toMatchObject({ model: 'my-gpt' });
    expect(route('gemini', '/v1beta/models/gemini-4:streamGenerateContent')).toMatchObject({
      wire: 'gemini',
      model: 'gemini-4',
      stream: true,
    });
    const claude =
      '/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-opus-4-8:streamRawPredict';
    expect(route('vertex', claude)).toMatchObject({
      wire: 'anthropic-messages',
      model: 'claude-opus-4-8',
      stream: true,
      region: 'regional',
    });
    const arn = 'arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-4-8-v1:0';
    expect(route('bedrock', `/model/${encodeURIComponent(arn)}/converse-stream`)).toMatchObject({
      wire: 'bedrock-converse',
      model: 'us.anthropic.claude-opus-4-8-v1:0',
      stream: true,
    });
  });

  it('of a batch give each answer in it', () => {
    const results = route('anthropic', '/v1/messages/batches/b1/results', 'GET');
    if (results.kind !== 'batch') throw new Error('no batch');
    const succeeded = { custom_id: 'a', result: { type: 'succeeded', message: { id: 'm' } } };
    expect(results.lineOf(succeeded)).toEqual({ answer: { id: 'm' } });
    expect(results.lineOf({ custom_id: 'a', result: { type: 'expired' } })).toBeUndefined();
    const file = route('openai', '/v1/files/f1/content', 'GET');
    if (file.kind !== 'batch') throw new Error('no batch');
    const line = { custom_id: 'a', response: { status_code: 200, body: { id: 'c' } } };
    expect(file.lineOf({ id: 'batch_req_1', ...line })).toEqual({ answer: { id: 'c' } });
    const id = 'batch_req_0123456789abcdef01234567';
    expect(file.lineOf({ id, ...line })).toEqual({ answer: { id: 'c' }, key: `openai:${id}` });
    expect(file.lineOf({ text: 'a file of another kind' })).toBeUndefined();
  });

  it('are placed where the path says', () => {
    expect(named('azure').place?.('/my-res/openai/v1/x')).toEqual({
      origin: 'https://my-res.openai.azure.com',
      path: '/openai/v1/x',
    });
    expect(named('bedrock').place?.('/eu-central-1/model/m/converse')).toEqual({
      origin: 'https://bedrock-runtime.eu-central-1.amazonaws.com',
      path: '/model/m/converse',
    });
    expect(named('vertex').place?.('/global/v1/x')?.origin).toBe('https://aiplatform.googleapis.com');
  });
});
