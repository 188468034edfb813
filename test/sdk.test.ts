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
