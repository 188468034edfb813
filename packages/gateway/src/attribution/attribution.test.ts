import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merged } from './attribution.ts';
import { fromBody } from './from-body.ts';
import { fromHeaders } from './from-headers.ts';
import { fromPath } from './from-path.ts';

describe('headers', () => {
  it('of ours are believed before the baggage, and that before the trace', () => {
    const trace = 'a'.repeat(32);
    expect(
      fromHeaders({
        'x-meterline-feature': 'summary',
        'x-meterline-tag-team': 'search',
        'x-meterline-parent-agent': 'lead',
        'x-meterline-project': 'caf%C3%A9',
        authorization: 'Bearer sk-secret',
        baggage: 'meterline.feature=other, session.id=s%201;p=1 ,meterline.tag.tier=gold,theirs=x',
        traceparent: `00-${trace}-${'b'.repeat(16)}-01`,
      }),
    ).toEqual({
      feature: 'summary',
      parentAgent: 'lead',
      project: 'café',
      session: 's 1',
      task: trace,
      tags: { team: 'search', tier: 'gold' },
    });
  });

  it('of others are never kept', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.constant('canary')), (headers) => {
        const others = Object.fromEntries(
          Object.entries(headers).filter(([name]) => !/^(x-meterline-|baggage$)/.test(name)),
        );
        expect(JSON.stringify(fromHeaders(others))).not.toContain('canary');
      }),
    );
  });

  it('that no standard allows do no harm', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (baggage, traceparent) => {
        expect(fromHeaders({ baggage, traceparent })).toBeTypeOf('object');
      }),
    );
    expect(fromHeaders({ traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00` })).toEqual({});
  });
});

describe('the path', () => {
  it('says what headers would', () => {
    expect(fromPath('/with/feature=summary,user=42,tag-team=a%2Fb/openai/v1/chat/completions')).toEqual({
      attribution: { feature: 'summary', user: '42', tags: { team: 'a/b' } },
      path: '/openai/v1/chat/completions',
    });
    expect(fromPath('/openai/v1')).toBeUndefined();
    expect(fromPath('/with/feature=x')).toBeUndefined();
  });

  it('can say any value', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme' }), (value) => {
        expect(fromPath(`/with/user=${encodeURIComponent(value)}/x`)?.attribution).toEqual({ user: value });
      }),
    );
  });
});

describe('the body', () => {
  it('of Claude Code names the session of its log', () => {
    const session = '0190c3a4-7f2b-7000-8000-1234567890ab';
    const user = `user_${'f'.repeat(64)}_account_${session}_session_${session}`;
    expect(fromBody({ asksForUsage: false, metadata: {}, user })).toEqual({
      app: 'claude-code',
      session,
      user: session,
    });
  });

  it('takes what metadata says in our names only', () => {
    const metadata = { feature: 'f', secret: 'canary' };
    expect(fromBody({ asksForUsage: false, metadata, user: 'u' })).toEqual({ feature: 'f', user: 'u' });
  });
});

describe('several', () => {
  it('are believed in their order, and tags together', () => {
    expect(
      merged({ user: 'a', tags: { x: '1' } }, { user: 'b', app: 'c', tags: { x: '2', y: '3' } }),
    ).toEqual({
      user: 'a',
      app: 'c',
      tags: { x: '1', y: '3' },
    });
  });
});
