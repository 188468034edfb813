import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { meterStats } from '../packages/sdk/src/index.ts';
import { run } from './sdk.ts';

test('the SDK bench runs, and every call of it is recorded', async () => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end('{"rejected":0}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const measured = await run({ calls: 20, rounds: 1, endpoint });
  expect(Number.isFinite(measured.addedUs + measured.addedStreamUs)).toBe(true);
  expect(meterStats()).toMatchObject({ sent: 80, lost: 0, waiting: 0 });
  server.closeAllConnections();
});
