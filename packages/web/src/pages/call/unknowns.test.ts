import { describe, expect, it } from 'vitest';
import type { CallAnswer } from '../../parts/call-sum.ts';
import { unknownsOf } from './unknowns.ts';

const KNOWN = {
  provider: 'openai',
  model: 'gpt-5.4',
  app: 'shop',
  session: 's',
  project: '/p',
  user: 'u',
  feature: 'f',
  status: 'ok',
  tokens: { input: 1, cacheRead: 0, output: 1, reasoning: 0 },
  cost: { status: 'priced', confidence: 'exact' },
  confidence: 'exact',
  inclusion: null,
  latencyMs: 10,
  timeToFirstTokenMs: 5,
  httpStatus: 200,
  stopReason: 'stop',
  capture: 'gateway',
  roads: { metered: 'gateway', attribution: 'gateway', request: 'gateway' },
};
const of = (more: object) =>
  unknownsOf({
    call: { ...KNOWN, ...more },
    explanation: { recorded: { reportedNanoUsd: null } },
  } as unknown as CallAnswer);
const whats = (more: object) => of(more).map(({ what }) => what);

describe('what is not known of a call', () => {
  it('is nothing where everything was said; a count of 0 was said', () => {
    expect(of({})).toEqual([]);
  });

  it('is named with its reason, which is another for each way of ending', () => {
    const none = { tokens: {}, latencyMs: null };
    expect(of({ ...none, status: 'error' })[0]).toEqual({
      what: 'Tokens of any kind',
      why: 'A call that fails has no answer that says its usage.',
    });
    expect(of({ ...none, status: 'aborted' })[0]?.why).toContain('cut off');
    expect(of({ tokens: { input: 1, output: 1 } })).toEqual([
      { what: 'Tokens: cache read, reasoning', why: 'The provider did not report them.' },
    ]);
  });

  it('is what a log cannot say', () => {
    const log = { metered: 'log', attribution: 'log', request: 'log' };
    const call = { capture: 'log', roads: log, latencyMs: null, timeToFirstTokenMs: null, httpStatus: null };
    expect(whats(call)).toEqual(['How long it took', 'Time to the first token', 'HTTP status']);
    expect(of(call)[0]?.why).toBe("The program's own log does not say it.");
    expect(of(call)[2]?.why).toBe('Only the gateway and the SDK see it.');
  });

  it('is who caused it, in one line', () => {
    expect(whats({ session: null, user: null })).toEqual(['Whose it was: session, user']);
  });

  it('is a price, and what was estimated', () => {
    expect(whats({ cost: { status: 'unpriced', confidence: 'exact' } })).toEqual(['Cost']);
    expect(whats({ confidence: 'estimated', cost: { status: 'priced', confidence: 'estimated' } })).toEqual([
      'The exact cost',
      'The exact counts',
    ]);
    expect(whats({ inclusion: 'assumed' })).toEqual(['Whether cached tokens are inside the input']);
  });
});
