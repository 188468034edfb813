import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MAX_STREAM_BACKLOG_BYTES, MAX_STREAMS } from '../src/http/limits.ts';
import type { Serving } from '../src/http/serve.ts';
import type { LiveEvent } from '../src/service/live-event.ts';
import { ask, openStream, type Stream, started, stopServers } from './http-kit.ts';
import { callLine, callLines } from './kit.ts';
import { closeServices, imported, startService, type TestService } from './service-kit.ts';

let test: TestService;
beforeAll(async () => {
  test = await startService({ writer: 'thread', lines: callLines(2) });
  await imported(test);
});
afterEach(stopServers);
afterAll(closeServices);

const totals = (revision: number): LiveEvent => ({ kind: 'totals', revision, at: 1 });
/** The events of a stream: id, kind and data. */
const eventsOf = (stream: Stream): { id: string; kind: string; data: never }[] =>
  [...stream.text().matchAll(/id: (\S+)\nevent: (\w+)\ndata: (.*)\n\n/g)].map(([, id, kind, data]) => ({
    id: id ?? '',
    kind: kind ?? '',
    data: JSON.parse(data ?? '') as never,
  }));

describe('the event stream', () => {
  it('begins at once, and tells a call when it is recorded', async () => {
    const serving = await started(test.service);
    const stream = openStream(serving);
    await stream.until(': hello\n\n');
    expect(stream.text()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(stream.text()).toMatch(/content-type: text\/event-stream\r\n/);
    expect(stream.text()).toMatch(/cache-control: no-store\r\n/);
    expect(stream.text()).toMatch(/retry: 2000\nid: \w+-\d+\n/);
    test.append(callLine({ id: 'live', session: 'of-the-stream' }));
    await stream.until('event: call');
    await stream.until('event: totals');
    const call = eventsOf(stream).find(({ kind }) => kind === 'call');
    expect(call?.data).toMatchObject({ session: 'of-the-stream', merged: false });
    stream.socket.destroy();
  });

  it.each(['header', 'query'])('goes on after the last id, given as a %s', async (way) => {
    const serving = await started(test.service);
    const after = test.service.hub.lastId();
    for (const revision of [901, 902, 903]) test.service.hub.publish(totals(revision));
    const stream =
      way === 'header'
        ? openStream(serving, { headers: { 'Last-Event-ID': after } })
        : openStream(serving, { path: `/api/stream?after=${after}` });
    await stream.until('903');
    test.service.hub.publish(totals(904));
    await stream.until('904');
    // The service has news of its own meanwhile.
    const revisions = eventsOf(stream)
      .filter(({ kind }) => kind === 'totals')
      .map(({ data }) => (data as { revision: number }).revision);
    expect(revisions.filter((revision) => revision > 900)).toEqual([901, 902, 903, 904]);
    stream.socket.destroy();
  });

  it('says so when it cannot go on after an id', async () => {
    const serving = await started(test.service);
    for (const id of ['other-5', 'x', `${test.service.hub.lastId()}9`]) {
      const stream = openStream(serving, { headers: { 'Last-Event-ID': id } });
      await stream.until('event: reset');
      expect(eventsOf(stream)).toHaveLength(1);
      stream.socket.destroy();
    }
  });

  it('drops readers that do not read, and gives the others everything', async () => {
    const serving = await started(test.service);
    const before = test.service.hub.listeners();
    const readers = Array.from({ length: 50 }, (_, i) => openStream(serving, { reads: i % 5 > 0 }));
    const [stalled, reading] = [readers.filter((_, i) => i % 5 === 0), readers.filter((_, i) => i % 5 > 0)];
    await Promise.all(reading.map((reader) => reader.until('hello')));
    await until(() => serving.streams().open === 50);
    // What the system's own buffers hold comes on top of ours.
    const text = 'x'.repeat(2000);
    const fault = { code: 'INTERNAL', message: text } as const;
    const most = Math.ceil((MAX_STREAM_BACKLOG_BYTES * 12) / text.length);
    for (let i = 0; i < most; i++) {
      test.service.hub.publish({ kind: 'fault', of: 'source', fault, at: i });
      if (i % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    test.service.hub.publish(totals(777));
    await Promise.all(reading.map((reader) => reader.until('"revision":777')));
    for (const reader of reading) expect(eventsOf(reader)).toHaveLength(most + 1);
    expect(serving.streams()).toEqual({ open: reading.length, dropped: stalled.length });
    for (const { socket } of readers) socket.destroy();
    await until(() => serving.streams().open === 0);
    expect(test.service.hub.listeners()).toBe(before);
  });

  it('is refused when as many listen as can be served, until one leaves', async () => {
    const serving = await started(test.service);
    const streams = Array.from({ length: MAX_STREAMS }, () => openStream(serving));
    await until(() => serving.streams().open === MAX_STREAMS);
    const refused = await ask(serving, '/api/stream');
    expect([refused.status, refused.json().code]).toEqual([503, 'STREAMS_FULL']);
    expect((await ask(serving, '/api/status')).status).toBe(200);
    streams[0]?.socket.destroy();
    await until(() => serving.streams().open < MAX_STREAMS);
    const again = openStream(serving);
    await again.until('hello');
    for (const { socket } of [...streams, again]) socket.destroy();
  });

  it('ends with the server, and a later one says that all is to be asked again', async () => {
    const first: Serving = await started(test.service);
    const stream = openStream(first);
    await stream.until('hello');
    const [, id] = /id: (\S+)/.exec(stream.text()) ?? [];
    await first.stop();
    await stream.closed;
    const other = await startService({ lines: callLines(1) });
    const second = await started(other.service, { port: first.port });
    const again = openStream(second, { headers: { 'Last-Event-ID': id ?? '' } });
    await again.until('event: reset');
    again.socket.destroy();
  });
});

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
};
