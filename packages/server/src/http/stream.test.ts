import type { ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHub } from '../service/hub.ts';
import { HEARTBEAT_MS } from './limits.ts';
import { createStreams } from './stream.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An answer that can be read. */
const answer = () => {
  let text = '';
  const outgoing = new PassThrough();
  outgoing.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return {
    outgoing: Object.assign(outgoing, { writeHead: () => outgoing }) as unknown as ServerResponse,
    text: () => text,
  };
};

describe('streams', () => {
  it('beat while nothing happens, so that a dead connection is noticed', () => {
    const streams = createStreams(createHub('b'));
    const page = answer();
    streams.open(page.outgoing, {});
    expect(page.text()).toBe('retry: 2000\nid: b-0\n: hello\n\n');
    vi.advanceTimersByTime(2 * HEARTBEAT_MS);
    expect(page.text().match(/^: still here$/gm)).toHaveLength(2);
    streams.end();
    vi.advanceTimersByTime(2 * HEARTBEAT_MS);
    expect(page.text().match(/^: still here$/gm)).toHaveLength(2);
  });

  it('carry one line of data whatever a name holds', () => {
    const hub = createHub('b');
    const streams = createStreams(hub);
    const page = answer();
    streams.open(page.outgoing, {});
    const message = 'a\n\nevent: call\r\ndata: {}\u2028<script>';
    hub.publish({ kind: 'fault', of: 'source', fault: { code: 'INTERNAL', message }, at: 5 });
    const [, last = ''] = page.text().split(': hello\n\n');
    const lines = last.split(/\r\n|\r|\n/);
    expect(lines).toHaveLength(5);
    expect(lines.slice(0, 2)).toEqual(['id: b-1', 'event: fault']);
    expect(JSON.parse(lines[2]?.slice('data: '.length) ?? '')).toEqual({
      of: 'source',
      fault: { code: 'INTERNAL', message },
      at: 5,
    });
    streams.end();
  });
});
