import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ResultSection } from './results.ts';
import { run } from './sdk.ts';

const CALLS = 5_000;
const ROUNDS = 7;
const CALL_BAR_US = 50;

const us = (value: number): string => `${value.toLocaleString('en-US', { maximumFractionDigits: 1 })} µs`;

/** Against a service that takes every record and does nothing with it. */
export const sdkSection = async (say: (text: string) => void): Promise<ResultSection> => {
  say('calls by a client with the SDK and without it …');
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end('{"rejected":0}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { addedUs, addedStreamUs, events } = await run({ calls: CALLS, rounds: ROUNDS, endpoint });
  server.closeAllConnections();
  server.close();
  return {
    title: 'SDK',
    command: 'npm run bench -- --only sdk',
    rows: [
      {
        what: 'CPU time that `meteredFetch` adds to a call',
        bar: `≤ ${CALL_BAR_US} µs`,
        measured: us(addedUs),
        met: addedUs <= CALL_BAR_US,
      },
      {
        what: `the same, streamed in ${events} events`,
        bar: '',
        measured: us(addedStreamUs),
        met: undefined,
      },
    ],
    notes: [
      'Bare and metered in turn over a `fetch` that costs nothing: what is left is the reading of the answer, the record, and its sending. Medians.',
    ],
  };
};
