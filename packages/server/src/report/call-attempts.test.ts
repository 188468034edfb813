import { expect, it } from 'vitest';
import { ATTEMPTS_WITHIN_MS, callAttempts, MAX_LOOKED_AT } from './call-attempts.ts';
import { callOf, meterlineWith, NOW } from './report.test-kit.ts';

const SAME = 'f1';

it('finds the calls with the same prompt, as far as the time reaches', async () => {
  const { ledger } = await meterlineWith([
    callOf('early', { startedAt: NOW - ATTEMPTS_WITHIN_MS - 1, promptFingerprint: SAME }),
    callOf('first', { startedAt: NOW - ATTEMPTS_WITHIN_MS, promptFingerprint: SAME, status: 'error' }),
    callOf('other', { startedAt: NOW, promptFingerprint: 'f2' }),
    callOf('it', { startedAt: NOW, promptFingerprint: SAME }),
    callOf('unknown', { startedAt: NOW + 1 }),
    callOf('last', { startedAt: NOW + ATTEMPTS_WITHIN_MS, promptFingerprint: SAME }),
    callOf('late', { startedAt: NOW + ATTEMPTS_WITHIN_MS + 1, promptFingerprint: SAME }),
  ]);
  const [it] = await ledger.findCalls('test:it');
  const { attempts, ...found } = await callAttempts(ledger, it!);
  expect(attempts.map(({ keys }) => keys[0])).toEqual(['test:first', 'test:it', 'test:last']);
  expect(found).toMatchObject({ recognised: true, complete: true });
});

it('knows no other attempt of a call whose prompt has no fingerprint', async () => {
  const { ledger } = await meterlineWith([callOf('it'), callOf('beside', { startedAt: NOW - 1 })]);
  const [it] = await ledger.findCalls('test:it');
  const { recognised, attempts } = await callAttempts(ledger, it!);
  expect(recognised).toBe(false);
  expect(attempts).toEqual([it]);
});

it('says that it has not looked at every call', async () => {
  const many = Array.from({ length: MAX_LOOKED_AT }, (_, index) =>
    callOf(`c${index}`, { startedAt: NOW - 1 - index, promptFingerprint: 'f2' }),
  );
  const { ledger } = await meterlineWith([
    ...many,
    callOf('it', { startedAt: NOW, promptFingerprint: SAME }),
  ]);
  const [it] = await ledger.findCalls('test:it');
  expect(await callAttempts(ledger, it!)).toMatchObject({ recognised: true, complete: false });
});
