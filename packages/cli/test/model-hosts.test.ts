import { compileBook, type PriceBook } from '@meterline/core';
import { expect, it } from 'vitest';
import { priceNotFound } from '../src/commands/prices.ts';

const price = { p: [{ r: { in: 1, out: 2 } }] };
const engine = compileBook({
  asOf: '2026-11-20',
  version: '0',
  sources: {},
  providers: {},
  models: { 'groq:open-120b': price, 'together:o-120': { ...price, a: ['open-120b'] }, 'groq:mine': price },
} as unknown as PriceBook);

it('says what to type where several hosts have a model, and never suggests the name that was typed', () => {
  const { meterlineFault: fault } = priceNotFound(engine, 'open-120b');
  expect(fault.message).toBe(
    "'open-120b' has no price of its vendor's own, only of groq and together: say whose.",
  );
  expect(fault.hint).toBe('meterline prices groq:open-120b, or meterline prices together:open-120b');
});

it('says it as the command takes it', () => {
  const { meterlineFault: fault } = priceNotFound(
    engine,
    'mine',
    (host) => `meterline what-if mine --provider ${host}`,
  );
  expect(fault.hint).toBe('meterline what-if mine --provider groq');
});

it('suggests a name that is close', () => {
  expect(priceNotFound(engine, 'open-12b').message).toContain("Did you mean 'open-120b'");
});
