import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CostCeilingError,
  costErrorOf,
  type MeterOptions,
  meter,
  meteredFetch,
  UnknownRatesError,
} from '../packages/sdk/src/index.ts';
import { started, stopServers } from '../packages/server/test/http-kit.ts';
import { closeServices, startService } from '../packages/server/test/service-kit.ts';
import { type MockProviders, startMockProviders } from './mock-providers/mock-providers.ts';

let mock: MockProviders;
let options: MeterOptions;
beforeAll(async () => {
  mock = await startMockProviders();
  const { service } = await startService({ watch: false });
  const { url } = await started(service);
  options = { endpoint: url, spillFolder: mkdtempSync(join(tmpdir(), 'meterline-sdk-')) };
});
afterAll(async () => {
  await mock.close();
  await stopServers();
  await closeServices();
});

describe('a metered client', () => {
  it.each([
    ['claude-opus-4-6', true],
    ['claude-sonnet-4-5-20250929', true],
    ['claude-of-nobody', false],
  ] as const)('is cut at a ceiling by the prices that Meterline has: %s', async (model, isKnown) => {
    const client = meter(new Anthropic({ apiKey: 'k', baseURL: mock.url, maxRetries: 0 }), {
      ...options,
      maxCostUsd: 0.000_001,
      unknownRates: 'refuse',
    });
    const reading = client.messages.stream({ model, max_tokens: 9, messages: [] }).finalMessage();
    const error = costErrorOf(await reading.catch((thrown: unknown) => thrown));
    expect(error).toBeInstanceOf(isKnown ? CostCeilingError : UnknownRatesError);
  });
});

/** A stream without an end of each wire: where, and what is asked. */
const ENDLESS: Readonly<Record<string, readonly [path: string, body: object]>> = {
  'anthropic-messages': ['/anthropic/v1/messages', { stream: true }],
  'openai-chat': ['/openai/v1/chat/completions', { stream: true }],
  'openai-responses': ['/openai/v1/responses', { stream: true }],
  gemini: ['/gemini/v1beta/models/endless:streamGenerateContent?alt=sse', {}],
  'bedrock-converse': ['/bedrock/model/endless/converse-stream', {}],
  'bedrock-invoke': ['/bedrock/model/endless/invoke-with-response-stream', {}],
  ollama: ['/ollama/api/chat', {}],
};

describe('a ceiling', () => {
  const LIMIT_USD = 0.05;
  /** Only what is said costs: a dollar for a thousand tokens. */
  const rates = { endless: { input: 0, output: 1000 } };

  it.each(Object.entries(ENDLESS))(
    'cuts a stream soon after it is passed: %s',
    async (_wire, [path, body]) => {
      const ask = meteredFetch(undefined, { ...options, rates, maxCostUsd: LIMIT_USD });
      const sent = { method: 'POST', body: JSON.stringify({ model: 'endless', ...body }) };
      const answer = await ask(`${mock.url}${path}`, sent);
      const error = costErrorOf(await answer.text().catch((thrown: unknown) => thrown));
      expect(error).toBeInstanceOf(CostCeilingError);
      const { spentUsd, limitUsd, estimated } = error as CostCeilingError;
      expect({ limitUsd, estimated }).toEqual({ limitUsd: LIMIT_USD, estimated: true });
      expect(spentUsd).toBeGreaterThan(LIMIT_USD);
      // Pieces that came together are looked at together.
      expect(spentUsd).toBeLessThan(2 * LIMIT_USD);
    },
  );
});
