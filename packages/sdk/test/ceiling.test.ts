import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type MockProviders, startMockProviders } from '../../../test/mock-providers/mock-providers.ts';
import {
  CostCeilingError,
  costErrorOf,
  flush,
  type MeterOptions,
  meter,
  meteredFetch,
  UnknownRatesError,
  withTags,
} from '../src/index.ts';
import {
  ask,
  CLAUDE_PATH,
  claudeStream,
  fetchOf,
  freshFolder,
  type Listener,
  startListener,
} from './sdk.test-kit.ts';

let listener: Listener;
let mock: MockProviders;
let options: MeterOptions;
beforeAll(async () => {
  [listener, mock] = await Promise.all([startListener(), startMockProviders()]);
  options = { endpoint: listener.url, spillFolder: freshFolder() };
});
beforeEach(() => void listener.records.splice(0));
afterAll(() => Promise.all([listener.close(), mock.close()]));

/** Ten dollars a million: an output token costs a hundred-thousandth of a dollar. */
/** What is told a moment later is told within this time, or never. */
const PATIENCE_MS = 30_000;
const RATES = {
  'claude-endless': { input: 1, output: 10 },
  'gpt-endless': { input: 1, output: 10 },
  'claude-x': { input: 1, output: 10 },
};
const messages = [{ role: 'user' as const, content: 'x' }];
const thrownBy = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

const readAll = async (stream: AsyncIterable<unknown>): Promise<number> => {
  let count = 0;
  for await (const _ of stream) count += 1;
  return count;
};

describe('a ceiling', () => {
  it('cuts a stream of Anthropic when it passes, and says what was spent', async () => {
    const client = meter(new Anthropic({ apiKey: 'k', baseURL: mock.url, maxRetries: 0 }), {
      ...options,
      rates: RATES,
      maxCostUsd: 0.003,
    });
    const stream = await client.messages.create({
      model: 'claude-endless',
      max_tokens: 9,
      messages,
      stream: true,
    });
    const error = await thrownBy(readAll(stream));
    expect(error).toBeInstanceOf(CostCeilingError);
    const { spentUsd, limitUsd, model, estimated } = error as CostCeilingError;
    expect({ limitUsd, model, estimated }).toEqual({
      limitUsd: 0.003,
      model: 'claude-endless',
      estimated: true,
    });
    expect(spentUsd).toBeGreaterThan(0.003);
    expect(spentUsd).toBeLessThan(0.004);
    await flush();
    expect(listener.records).toMatchObject([{ model: 'claude-endless', status: 'aborted', estimated: true }]);
    const [{ tokens }] = listener.records as [
      { tokens: Record<'input' | 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h' | 'output', number> },
    ];
    const written = tokens.cacheWrite5m * 1.25 + tokens.cacheWrite1h * 2;
    expect((tokens.input + tokens.cacheRead + written + tokens.output * 10) / 1e6).toBeCloseTo(spentUsd, 6);
  });

  it('cuts one of OpenAI, for the calls inside withTags', async () => {
    const client = meter(new OpenAI({ apiKey: 'k', baseURL: `${mock.url}/v1`, maxRetries: 0 }), {
      ...options,
      rates: RATES,
    });
    const work = async () =>
      readAll(await client.chat.completions.create({ model: 'gpt-endless', messages, stream: true }));
    const error = await thrownBy(withTags({ task: 't' }, work, { maxCostUsd: 0.001 }));
    expect(error).toBeInstanceOf(CostCeilingError);
    await flush();
    expect(listener.records).toMatchObject([{ model: 'gpt-endless', status: 'aborted', task: 't' }]);
  });

  it('is found inside the error that a helper makes of it', async () => {
    const client = meter(new Anthropic({ apiKey: 'k', baseURL: mock.url, maxRetries: 0 }), {
      ...options,
      rates: RATES,
      maxCostUsd: 0.002,
    });
    const error = await thrownBy(
      client.messages.stream({ model: 'claude-endless', max_tokens: 9, messages }).finalMessage(),
    );
    expect(costErrorOf(error)).toBeInstanceOf(CostCeilingError);
    expect(costErrorOf(new Error('x'))).toBeUndefined();
  });

  it('that holds lets the stream be, to its end', async () => {
    const text = claudeStream(['a', 'b'], 100, 50);
    const go = meteredFetch(fetchOf(text), { ...options, rates: RATES, maxCostUsd: 0.01 });
    expect(await (await ask(go, { model: 'claude-x' }, CLAUDE_PATH)).body!.getReader().read()).toMatchObject({
      done: false,
    });
    const whole = await ask(go, { model: 'claude-x' }, CLAUDE_PATH);
    expect(await readAll(whole.body as unknown as AsyncIterable<unknown>)).toBe(text.length);
  });

  it('never takes away what is whole, even where the last word on it is above', async () => {
    // By its text it is cheap; the provider says at the end that it was not.
    const text = claudeStream(['a'], 100, 5_000_000);
    const go = meteredFetch(fetchOf(text), { ...options, rates: RATES, maxCostUsd: 0.01 });
    const answer = await ask(go, { model: 'claude-x' }, CLAUDE_PATH);
    expect(await thrownBy(readAll(answer.body as unknown as AsyncIterable<unknown>))).toBeUndefined();
  });

  it('takes its rates from Meterline, once for a model', async () => {
    listener.prices = [
      { key: { provider: 'azure', model: 'asked-model' }, current: true, rates: { input: 0, output: 0 } },
      {
        key: { provider: 'anthropic', model: 'asked-model' },
        current: true,
        rates: { input: 1, output: 10, 'cache read': 0.1 },
      },
    ];
    const before = listener.requests.length;
    const go = meteredFetch(fetchOf(claudeStream(['x'.repeat(4000), 'y'])), {
      ...options,
      maxCostUsd: 0.001,
      unknownRates: 'refuse',
    });
    for (const _ of [1, 2]) {
      const answer = await ask(go, { model: 'asked-model-20260101' }, CLAUDE_PATH);
      expect(await thrownBy(answer.text())).toBeInstanceOf(CostCeilingError);
    }
    const asked = listener.requests.slice(before).filter(({ path }) => path.startsWith('/api/prices'));
    expect(asked.map(({ path }) => new URL(path, 'http://x').searchParams.get('search'))).toEqual([
      'asked-model-20260101',
      'asked-model',
    ]);
  });

  it('without known rates lets the call pass, aloud, or refuses it', async () => {
    listener.prices = [];
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const base = vi.fn(fetchOf(claudeStream(['x'.repeat(4000)])));
    const open = meteredFetch(base, { ...options, maxCostUsd: 0.001 });
    expect(await (await ask(open, { model: 'nobody-knows' }, CLAUDE_PATH)).text()).toContain('message_stop');
    const told = () => expect(warn).toHaveBeenCalledWith(expect.stringContaining('nobody-knows'));
    await vi.waitFor(told, { timeout: PATIENCE_MS });
    const shut = meteredFetch(base, { ...options, maxCostUsd: 0.001, unknownRates: 'refuse' });
    expect(await thrownBy(ask(shut, { model: 'nobody-knows' }, CLAUDE_PATH))).toBeInstanceOf(
      UnknownRatesError,
    );
    expect(base).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });
});
