import type { PricedEvent } from '@meterline/core';
import { type Ledger, openMemoryLedger } from '@meterline/store';
import { Webhook } from 'standardwebhooks';
import { parseConfig } from '../../src/config/parse-config.ts';
import { createDeliverer, type Deliverer } from '../../src/webhooks/deliverer.ts';
import type { Outcome } from '../../src/webhooks/sender.ts';
import { webhookStatuses } from '../../src/webhooks/status.ts';
import { openTest } from '../kit.ts';

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
export const OTHER_SECRET = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
export const T0 = Date.UTC(2026, 9, 1);

/** A message that a receiver got and has verified. */
export interface Got {
  readonly url: string;
  readonly id: string;
  readonly at: number;
  readonly type: string;
  readonly data: Record<string, unknown> & {
    readonly call?: { readonly id: string } & Record<string, unknown>;
  };
}

export interface Bench {
  readonly ledger: Ledger;
  readonly got: Got[];
  /** What the receiver answers from now on. */
  answer: (got: Got) => Outcome;
  /** The settings, as a file; begins to hold with the next `run`. */
  toml: string;
  now: number;
  readonly env: Record<string, string | undefined>;
  /** Owners that are at work. */
  readonly alive: Set<string>;
  deliverer: Deliverer;
  /** Another process on the same ledger. */
  other(owner: string): Deliverer;
  run(laterMs?: number): Promise<void>;
  record(...calls: readonly CallSketch[]): Promise<void>;
  status(name?: string): Promise<Awaited<ReturnType<typeof webhookStatuses>>['webhooks'][number]>;
  readonly unexpected: unknown[];
}

export interface CallSketch {
  readonly id: string;
  readonly at?: number;
  readonly output?: number;
  readonly app?: string;
  readonly keys?: readonly string[];
}

export const OK: Outcome = { kind: 'delivered', status: 204 };
export const failed = (
  reason: string,
  more: Partial<Extract<Outcome, { kind: 'failed' }>> = {},
): Outcome => ({
  kind: 'failed',
  reason,
  refused: false,
  retryAfterMs: 0,
  ...more,
});

export const HOOK = '[webhooks.team]\nurl = "https://example.com/h"\nsecretEnv = "HOOK"\n';

/** Webhooks over a ledger in memory, with a receiver that verifies and a clock that stands still. */
export const bench = async (toml = HOOK, given?: Ledger): Promise<Bench> => {
  const ledger = given ?? openMemoryLedger({ zone: 'UTC' });
  const { price } = await openTest();
  const env: Record<string, string | undefined> = { HOOK: SECRET };
  const alive = new Set(['1-a']);
  const unexpected: unknown[] = [];
  const world = {
    env: { platform: 'linux', home: '/', get: (name: string) => env[name] },
    random: () => 0.5,
  };
  const opened = () => {
    const config = parseConfig(self.toml, 'meterline.toml', []);
    if (!config.ok) throw new Error(config.fault.message);
    return { config: config.value, zone: 'UTC' };
  };
  const clock = () => self.now;
  const send = async (
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<Outcome> => {
    const at = Number(headers['webhook-timestamp']) * 1000;
    // Its `verify` compares with the real clock, which is none of ours.
    const expected = new Webhook(SECRET).sign(headers['webhook-id']!, new Date(at), body);
    if (!headers['webhook-signature']!.split(' ').includes(expected)) throw new Error('a wrong signature');
    const { type, data } = JSON.parse(body) as Got;
    const got = { url, id: headers['webhook-id']!, at, type, data };
    self.got.push(got);
    return self.answer(got);
  };
  const start = (owner: string): Deliverer => {
    alive.add(owner);
    return createDeliverer({
      opened,
      ledger: () => ledger,
      sender: { send, close: async () => {} },
      world: { ...world, clock },
      owner,
      isAlive: (one) => alive.has(one),
      onUnexpected: (error) => unexpected.push(error),
    });
  };
  const self: Bench = {
    ledger,
    got: [],
    answer: () => OK,
    toml,
    now: T0,
    env,
    alive,
    unexpected,
    deliverer: start('1-a'),
    other: start,
    run: async (laterMs = 0) => {
      self.now += laterMs;
      self.deliverer.wake();
      await self.deliverer.idle();
    },
    record: async (...calls) => {
      await ledger.append({ events: calls.map((call) => price(eventOf(call))) as PricedEvent[] });
    },
    status: async (name = 'team') => {
      const parts = {
        ...opened(),
        ledger,
        world: { ...world, clock },
        isAlive: (one: string) => alive.has(one),
      };
      const { webhooks } = await webhookStatuses(parts);
      return webhooks.find((webhook) => webhook.name === name)!;
    },
  };
  return self;
};

/** A call as a recorder takes it. */
export const eventOf = ({ id, at = 1000, output = 10, app = 'shop', keys }: CallSketch) => ({
  keys: [...(keys ?? [`t:${id}`])].sort(),
  startedAt: T0 + at,
  provider: 'openai',
  model: 'gpt-5.4',
  modelCanonical: 'gpt-5.4',
  source: 'ingest',
  capture: 'ingest' as const,
  confidence: 'exact' as const,
  app,
  user: '42',
  tags: { team: 'search' },
  status: 'ok' as const,
  tokens: { input: 100, output },
});
