import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { EventQuery, StoredCall } from '@meterline/store';
import { afterAll, expect, it } from 'vitest';
import { started, stopServers } from '../http-kit.ts';
import { callLines } from '../kit.ts';
import { closeApis, homeOf, startApi } from './api-kit.ts';

afterAll(stopServers);
afterAll(closeApis);

const opened = (port: number, path: string): Promise<readonly [ClientRequest, IncomingMessage]> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, agent: false }, (answer) =>
      resolve([sent, answer]),
    );
    sent.on('error', reject);
    sent.end();
  });

/** The API over a real socket, whose ledger gives calls without end and says how many were asked for. */
const endless = async () => {
  const { service } = await startApi(await homeOf(callLines(3)));
  const meterline = service.reader();
  const [call] = (await Array.fromAsync(meterline.ledger.events({}))) as [StoredCall];
  const state = { asked: 0, ended: false };
  const events = async function* (_: EventQuery) {
    try {
      for (;;) {
        state.asked++;
        yield call;
      }
    } finally {
      state.ended = true;
    }
  };
  const ledger = { ...meterline.ledger, events };
  const serving = await started({ ...service, reader: () => ({ ...meterline, ledger }) });
  return { serving, state };
};

it('stops asking the ledger when its reader is slow, and for good when it has gone', async () => {
  const { serving, state } = await endless();
  const [sent, answer] = await opened(serving.port, '/api/calls.csv?period=all');
  answer.pause();
  // The buffers between the two fill up; then nothing more is asked for.
  for (let seen = -1, quiet = 0; quiet < 1_000; ) {
    await setImmediate();
    quiet = state.asked === seen ? quiet + 1 : 0;
    seen = state.asked;
  }
  expect(state.ended).toBe(false);
  const paused = state.asked;
  answer.resume();
  while (state.asked <= paused) await setImmediate();
  // Others are answered meanwhile.
  const [, other] = await opened(serving.port, '/api/status');
  expect(other.statusCode).toBe(200);
  sent.on('error', () => {});
  sent.destroy();
  while (!state.ended) await setImmediate();
  expect(state.ended).toBe(true);
});
