import { describe, expect, it } from 'vitest';
import { ApiError, apiClient, apiUrl } from '../src/client.ts';

const json = (value: unknown, status = 200): Response => Response.json(value, { status });

describe('addresses', () => {
  it('fill in the path and repeat lists', () => {
    expect(apiUrl('/sessions/{session}', { session: 'a/b c' }, { app: 'x&y' })).toBe(
      '/api/sessions/a%2Fb%20c?app=x%26y',
    );
    expect(apiUrl('/usage', {}, { where: ['app=codex', 'model='], limit: undefined })).toBe(
      '/api/usage?where=app%3Dcodex&where=model%3D',
    );
  });
});

describe('the client', () => {
  it('throws what the server refused', async () => {
    const problem = { type: 'x', title: 'No.', status: 404, code: 'SESSION_NOT_FOUND', detail: 'Gone.' };
    const client = apiClient({ fetch: async () => json(problem, 404), token: () => '' });
    await expect(client.get('/status', {})).rejects.toMatchObject({ problem });
  });

  it('makes a problem of whatever else answers', async () => {
    const html = apiClient({ fetch: async () => new Response('<p>', { status: 502 }), token: () => '' });
    await expect(html.get('/status', {})).rejects.toMatchObject({
      problem: { status: 502, code: 'UNKNOWN' },
    });
    const off = apiClient({ fetch: () => Promise.reject(new TypeError('refused')), token: () => '' });
    await expect(off.get('/status', {})).rejects.toBeInstanceOf(ApiError);
  });

  it('asks for a new token once when the server was started again', async () => {
    const seen: string[] = [];
    let token = 'old';
    const client = apiClient({
      fetch: async (_url, init) => {
        const sent = new Headers(init?.headers).get('x-meterline-token') ?? '';
        seen.push(sent);
        return sent === 'new' ? json({ removed: 1, rows: [] }) : json({ code: 'TOKEN_STALE' }, 403);
      },
      token: () => token,
      renewToken: async () => {
        token = 'new';
      },
    });
    await expect(client.write('post', '/prices/own/remove', { model: 'm' })).resolves.toEqual({
      removed: 1,
      rows: [],
    });
    expect(seen).toEqual(['old', 'new']);
  });

  it('gives up after one renewal', async () => {
    let calls = 0;
    const client = apiClient({
      fetch: async () => {
        calls += 1;
        return json({ code: 'TOKEN_STALE' }, 403);
      },
      token: () => 'x',
      renewToken: async () => {},
    });
    await expect(client.write('post', '/scan', {})).rejects.toBeInstanceOf(ApiError);
    expect(calls).toBe(2);
  });
});
