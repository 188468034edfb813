import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/parse-config.ts';
import { replayWebhook } from '../../src/webhooks/ask.ts';
import { LEASE_MS, PAGE_CALLS } from '../../src/webhooks/limits.ts';
import { REFUSED_TRIES, RETRY_DELAYS_MS } from '../../src/webhooks/retry-schedule.ts';
import { type Bench, bench, failed, type Got, HOOK, OK } from './kit.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({ id: `c${from + i}`, at: 1000 + i }));
const ids = (got: readonly Got[]) => got.map(({ data }) => data.call?.id);
const begun = async (toml?: string): Promise<Bench> => {
  const one = await bench(toml);
  await one.run();
  return one;
};
const replay = async (one: Bench, from: number, to: number, name = 'team') => {
  const config = parseConfig(one.toml, 'meterline.toml', []);
  const world = { env: { platform: 'linux', home: '/', get: () => undefined }, clock: () => one.now };
  return replayWebhook(
    name,
    { from, to },
    { config: config.ok ? config.value : ({} as never), ledger: one.ledger, world },
  );
};

describe('a webhook for calls', () => {
  it('is told each call that starts after it was added, in order, once, as lists of calls show it', async () => {
    const one = await bench();
    await one.record({ id: 'before' });
    await one.run();
    await one.record({ id: 'a' }, { id: 'old', at: -1 });
    await one.record({ id: 'b' });
    await one.run();
    await one.run();
    expect(one.got.map(({ type }) => type)).toEqual(['call.recorded', 'call.recorded']);
    const [a] = await one.ledger.findCalls('t:a');
    expect(one.got[0]).toMatchObject({ url: 'https://example.com/h', at: one.now });
    expect(one.got[0]!.data).toMatchObject({
      call: {
        id: a!.id,
        model: 'gpt-5.4',
        app: 'shop',
        user: '42',
        tags: { team: 'search' },
        totalTokens: 110,
      },
      formerIds: [],
    });
    expect(one.got[0]!.data.call!['cost']).toMatchObject({
      status: 'priced',
      listNanoUsd: a!.cost.listNanoUsd,
    });
    expect(await one.status()).toMatchObject({ state: 'ok', delivered: 2, waiting: 0, dropped: 0 });
    expect(one.unexpected).toEqual([]);
  });

  it('is told when a call is known better, and under which ids it was known', async () => {
    const one = await begun();
    await one.record({ id: 'b' }, { id: 'c' });
    await one.run();
    await one.record({ id: 'b', output: 50 });
    await one.run();
    await one.record({ id: 'x', keys: ['t:a', 't:b', 't:c'] });
    await one.run();
    expect(one.got.slice(2).map(({ type }) => type)).toEqual(['call.updated', 'call.updated']);
    expect(one.got[2]!.data.call).toMatchObject({ id: one.got[0]!.data.call!.id, totalTokens: 150 });
    expect([...(one.got[3]!.data['formerIds'] as string[])].sort()).toEqual(
      [...ids(one.got.slice(0, 2))].sort(),
    );
  });

  it('is told of ids that are no more also where it is told late', async () => {
    const one = await begun();
    await one.record({ id: 'b' });
    await one.run();
    await one.record({ id: 'b', output: 50 });
    await one.record({ id: 'x', keys: ['t:a', 't:b'] });
    await one.run();
    const former = one.got[0]!.data.call!.id;
    expect(one.got.flatMap(({ data }) => data['formerIds'] as string[])).toEqual([former]);
  });

  it('is told a call once that changes several times before it is told', async () => {
    const one = await begun();
    for (const output of [10, 20, 30]) await one.record({ id: 'a', output });
    await one.run();
    expect(one.got.map(({ type, data }) => [type, data.call?.['totalTokens']])).toEqual([
      ['call.recorded', 130],
    ]);
  });

  it('is told only what passes its filters', async () => {
    const one = await begun(`${HOOK}where = ["app=shop", "model!=gpt-4o"]\n`);
    await one.record({ id: 'a', app: 'other' }, { id: 'b' });
    await one.run();
    expect(one.got).toHaveLength(1);
  });

  it('gets all of many, page by page', async () => {
    const one = await begun();
    await one.record(...many(3 * PAGE_CALLS + 7));
    await one.run();
    expect(new Set(ids(one.got)).size).toBe(3 * PAGE_CALLS + 7);
    expect(one.got.map(({ data }) => data.call?.['startedAt'])).toEqual(
      one.got.map(({ data }) => data.call?.['startedAt']).toSorted(),
    );
  });

  it('is told what is there already from `since` on', async () => {
    const one = await bench(`${HOOK}since = "2026-10-01T00:00:02Z"\n`);
    await one.record({ id: 'before', at: 1999 }, { id: 'a', at: 2000 }, { id: 'b', at: 2001 });
    await one.run(HOUR);
    expect(one.got.map(({ data }) => [data.call?.['startedAt'], data['replay']])).toEqual([
      [one.now - HOUR + 2000, true],
      [one.now - HOUR + 2001, true],
    ]);
    await one.record({ id: 'late', at: 2500 });
    await one.run();
    expect(one.got).toHaveLength(3);
    await one.run();
    expect(one.got).toHaveLength(3);
  });
});

describe('several webhooks', () => {
  it('are each told from their own beginning', async () => {
    const early = HOOK.replace('team', 'early').replace('/h', '/early');
    const one = await begun(`${HOOK}${early}since = "2026-09-01T00:00:00Z"\n`);
    await one.record({ id: 'old', at: -1000 }, { id: 'new' });
    await one.run();
    const at = (path: string) => one.got.filter(({ url }) => url.endsWith(path)).length;
    expect([at('/h'), at('/early')]).toEqual([1, 2]);
  });
});

describe('a receiver that fails', () => {
  it('is tried again as the schedule says, with the same message, and everything behind it waits', async () => {
    const one = await begun();
    await one.record({ id: 'a' }, { id: 'b' });
    one.answer = () => failed('HTTP 500');
    await one.run();
    for (const delay of RETRY_DELAYS_MS) {
      const tries = one.got.length;
      const status = await one.status();
      expect(status).toMatchObject({ state: 'retrying', lastError: { reason: 'HTTP 500' }, waiting: 2 });
      expect(status.nextTryAt! - one.now).toBe(delay);
      await one.run(delay - 1);
      expect(one.got).toHaveLength(tries);
      await one.run(1);
      expect(one.got.length).toBe(tries + 1);
    }
    expect(new Set(one.got.map(({ id }) => id)).size).toBe(1);
    expect(new Set(one.got.map(({ at }) => at)).size).toBe(one.got.length);
    // Given up: the next one is tried, as seldom as the last.
    expect(await one.status()).toMatchObject({ givenUp: 1, waiting: 1 });
    one.answer = () => OK;
    await one.run(DAY);
    expect(await one.status()).toMatchObject({ state: 'ok', delivered: 1, waiting: 0, nextTryAt: null });
    await one.record({ id: 'c' });
    await one.run();
    expect(await one.status()).toMatchObject({ delivered: 2, givenUp: 1 });
  });

  it('goes on where it was when it is back', async () => {
    const one = await begun();
    await one.record(...many(30));
    let left = 10;
    one.answer = () => (left-- > 0 ? OK : failed('ECONNREFUSED'));
    await one.run();
    one.answer = () => OK;
    await one.run(5 * 60_000);
    const delivered = one.got.filter((_, index) => index !== 10);
    expect(delivered).toHaveLength(30);
    expect(new Set(ids(delivered)).size).toBe(30);
  });

  it('is left alone for as long as it asks', async () => {
    const one = await begun();
    await one.record({ id: 'a' });
    one.answer = () => failed('HTTP 429', { retryAfterMs: HOUR });
    await one.run();
    expect((await one.status()).nextTryAt! - one.now).toBe(HOUR);
  });

  it('that refuses one message gets the next ones', async () => {
    const one = await begun();
    await one.record({ id: 'a' }, { id: 'b' });
    const refuse = ids(one.got);
    one.answer = ({ data }) => {
      refuse[0] ??= data.call!.id;
      return data.call!.id === refuse[0] ? failed('HTTP 422', { refused: true }) : OK;
    };
    for (let i = 0; i < REFUSED_TRIES; i++) await one.run(3 * HOUR);
    expect(await one.status()).toMatchObject({ state: 'ok', givenUp: 1, delivered: 1, waiting: 0 });
  });

  it('that answers 410 is told nothing more, until its settings change', async () => {
    const one = await begun();
    await one.record({ id: 'a' }, { id: 'b' });
    one.answer = () => ({ kind: 'gone' });
    await one.run();
    await one.run(DAY);
    expect(one.got).toHaveLength(1);
    expect(await one.status()).toMatchObject({
      state: 'disabled',
      waiting: 2,
      lastError: { reason: expect.stringContaining('410') },
    });
    one.answer = () => OK;
    one.toml = HOOK.replace('/h', '/other');
    await one.run();
    expect(await one.status()).toMatchObject({ state: 'ok', delivered: 2, waiting: 0 });
  });

  it('does not keep others waiting', async () => {
    const second = HOOK.replace('team', 'second').replace('/h', '/second');
    const one = await begun(`${HOOK}${second}`);
    one.answer = ({ url }) => (url.endsWith('/h') ? failed('HTTP 500') : OK);
    await one.record({ id: 'a' }, { id: 'b' });
    await one.run();
    expect((await one.status('second')).delivered).toBe(2);
    expect(await one.status()).toMatchObject({ delivered: 0, waiting: 2 });
  });
});

describe('a secret', () => {
  it('that is missing keeps everything until it is there', async () => {
    const one = await begun();
    delete one.env['HOOK'];
    await one.record({ id: 'a' });
    await one.run();
    const status = await one.status();
    expect([one.got.length, status.state, status.waiting]).toEqual([0, 'retrying', 1]);
    expect(status.secretFault).toContain('HOOK is not set');
  });
});

describe('what is written down', () => {
  it('tells another start where to go on; what was sent and not noted comes again under its id', async () => {
    const one = await begun();
    await one.record(...many(40));
    let sent = 0;
    one.answer = () => {
      // The process is gone in the middle: nothing is noted any more.
      if (++sent === 30) one.ledger.changeNote = async () => new Promise(() => {});
      return OK;
    };
    const changeNote = one.ledger.changeNote;
    one.deliverer.wake();
    while (sent < 30) await new Promise((resolve) => setImmediate(resolve));
    one.ledger.changeNote = changeNote;
    one.alive.delete('1-a');
    const first = [...one.got];
    one.answer = () => OK;
    one.deliverer = one.other('2-b');
    await one.run();
    expect(new Set(ids(one.got)).size).toBe(40);
    const again = one.got.slice(first.length).filter(({ id }) => first.some((other) => other.id === id));
    expect(again.length).toBeGreaterThan(0);
    expect(again.length).toBeLessThanOrEqual(25);
  });

  it('belongs to the ledger, and is forgotten with the webhook', async () => {
    const one = await begun();
    await one.record({ id: 'a' });
    await one.run();
    one.toml = '';
    await one.run();
    await one.record({ id: 'b' });
    expect(await one.ledger.changes(0, 9)).toMatchObject({ changes: [] });
    expect(await one.ledger.note('webhook:team')).toBeUndefined();
    one.toml = HOOK;
    await one.run(HOUR);
    expect(await one.status()).toMatchObject({ delivered: 0, since: one.now, waiting: 0 });
  });

  it('counts what was no longer kept, once', async () => {
    const one = await begun();
    await one.record({ id: 'a' }, { id: 'b' });
    await one.ledger.followChanges(undefined);
    await one.ledger.followChanges(one.now);
    await one.record({ id: 'c' });
    one.answer = () => failed('HTTP 500');
    await one.run();
    await one.run(6000);
    expect(await one.status()).toMatchObject({ dropped: 2, waiting: 1 });
  });
});

describe('of several processes on a ledger', () => {
  it('one delivers, and another when it has ended or is not heard of any more', async () => {
    const one = await begun();
    const other = one.other('2-b');
    const look = async () => {
      other.wake();
      await other.idle();
    };
    await one.record({ id: 'a' });
    await look();
    expect(one.got).toHaveLength(0);
    one.alive.delete('1-a');
    await look();
    expect(one.got).toHaveLength(1);
    one.alive.add('1-a');
    await one.record({ id: 'b' });
    await one.run();
    expect(one.got).toHaveLength(1);
    await one.run(LEASE_MS + 1);
    expect(one.got).toHaveLength(2);
  });

  it('none delivers what another has delivered meanwhile', async () => {
    const one = await begun();
    await one.record(...many(5));
    one.answer = () => {
      one.now += LEASE_MS + 1;
      return OK;
    };
    const other = one.other('2-b');
    const slow = one.run();
    other.wake();
    await Promise.all([slow, other.idle()]);
    await one.run();
    expect((await one.status()).waiting).toBe(0);
    expect(new Set(ids(one.got)).size).toBe(5);
    expect(one.unexpected).toEqual([]);
  });
});

it('what somebody else writes down meanwhile stays', async () => {
  const one = await begun();
  await one.record(...many(3));
  one.answer = () => {
    one.answer = () => OK;
    const written = one.ledger.note('webhook:team').then(async (text) => {
      const other = JSON.stringify({ ...JSON.parse(text!), givenUp: 7 });
      await one.ledger.changeNote('webhook:team', text, other);
    });
    void written;
    return OK;
  };
  await one.run();
  await one.run();
  expect(await one.status()).toMatchObject({ givenUp: 7, waiting: 0 });
  expect(new Set(ids(one.got)).size).toBe(3);
  expect(one.unexpected).toEqual([]);
});

describe('a replay', () => {
  it('sends a range again, with ids of its own, after what waits and before the end', async () => {
    const one = await begun();
    await one.record(...many(PAGE_CALLS + 20));
    await one.run(DAY);
    const first = one.got.splice(0);
    expect(await replay(one, one.now - DAY + 1010, one.now + 99 * DAY)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await replay(one, 0, one.now)).toMatchObject({ ok: false, fault: { code: 'WEBHOOK_BUSY' } });
    expect((await one.status()).replay).toMatchObject({ sent: 0, to: one.now });
    await one.run();
    expect(ids(one.got)).toEqual(ids(first).slice(10));
    expect(one.got.every(({ data }) => data['replay'] === true)).toBe(true);
    expect(one.got.some(({ id }) => first.some((other) => other.id === id))).toBe(false);
    expect((await one.status()).replay).toBeNull();
  });

  it('goes on after a failure where it was', async () => {
    const one = await begun();
    await one.record(...many(20));
    await one.run(DAY);
    one.got.splice(0);
    await replay(one, 0, one.now);
    let left = 5;
    one.answer = () => (left-- > 0 ? OK : failed('HTTP 503'));
    await one.run();
    expect((await one.status()).replay).toMatchObject({ sent: 5 });
    one.answer = () => OK;
    await one.run(HOUR);
    expect(one.got).toHaveLength(21);
    expect(new Set(ids(one.got)).size).toBe(20);
  });
});

describe('a webhook for rollups', () => {
  const ROLLUPS = `${HOOK}events = "rollups"\nevery = "15m"\nby = ["app"]\n`;
  const QUARTER = 15 * 60_000;

  it('gets the totals of each time in which something happened, when it is over', async () => {
    const one = await begun(ROLLUPS);
    await one.record(
      { id: 'a' },
      { id: 'b', app: 'other' },
      { id: 'c', at: QUARTER + 1 },
      { id: 'd', at: 9 * QUARTER },
    );
    await one.run();
    expect(one.got).toHaveLength(0);
    expect(await one.status()).toMatchObject({ every: '15m', waiting: 3 });
    // Calls that began before its end may still be on their way to the ledger.
    await one.run(QUARTER + 4999);
    expect(one.got).toHaveLength(0);
    await one.run(1);
    expect(one.got.map(({ type, data }) => [type, data['from'], data['to'], data['zone']])).toEqual([
      ['usage.rollup', one.now - QUARTER - 5000, one.now - 5000, 'UTC'],
    ]);
    expect(one.got[0]!.data).toMatchObject({
      by: ['app'],
      totals: { calls: 2, tokens: { total: 220 } },
      omittedRows: 0,
    });
    const rows = one.got[0]!.data['rows'] as { key: { app: string }; calls: number }[];
    expect(rows.map(({ key, calls }) => [key.app, calls]).toSorted()).toEqual([
      ['other', 1],
      ['shop', 1],
    ]);
    await one.run(DAY);
    expect(one.got.map(({ data }) => (data['totals'] as { calls: number }).calls)).toEqual([2, 1, 1]);
  });

  it('is told again where a call came late, under another id', async () => {
    const one = await begun(ROLLUPS);
    await one.record({ id: 'a' });
    await one.run(HOUR);
    await one.record({ id: 'late' });
    await one.run();
    expect(one.got.map(({ data }) => (data['totals'] as { calls: number }).calls)).toEqual([1, 2]);
    expect(one.got[0]!.id).not.toBe(one.got[1]!.id);
  });

  it('keeps what it could not send', async () => {
    const one = await begun(ROLLUPS);
    await one.record({ id: 'a' }, { id: 'b', at: QUARTER });
    one.answer = () => failed('HTTP 500');
    await one.run(HOUR);
    one.answer = () => OK;
    one.deliverer = one.other('1-a');
    await one.run(HOUR);
    expect(one.got.map(({ data }) => data['from'])).toEqual([
      one.now - 2 * HOUR,
      one.now - 2 * HOUR,
      one.now - 2 * HOUR + QUARTER,
    ]);
    expect((await one.status()).waiting).toBe(0);
  });

  it('may be replayed', async () => {
    const one = await begun(ROLLUPS);
    await one.record({ id: 'a' }, { id: 'b', at: 40 * QUARTER });
    await one.run(2 * DAY);
    one.got.splice(0);
    await replay(one, one.now - 3 * DAY, one.now);
    await one.run();
    expect(one.got.map(({ data }) => [data['replay'], (data['totals'] as { calls: number }).calls])).toEqual([
      [true, 1],
      [true, 1],
    ]);
  });
});
