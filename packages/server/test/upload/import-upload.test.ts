import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bounded } from '../../src/upload/receive.ts';
import { started, stopServers } from '../http-kit.ts';
import { callLine, callLines } from '../kit.ts';
import { closeServices, startService, type TestService } from '../service-kit.ts';

let test: TestService;
let url: string;
const open = async (more: Parameters<typeof startService>[0] = {}, token?: string): Promise<void> => {
  test = await startService({ watch: false, ...more });
  url = (await started(test.service, token === undefined ? {} : { token })).url;
  await test.until(() => test.service.activity().phase === 'idle');
};
beforeEach(() => open());
afterEach(async () => {
  await stopServers();
  await closeServices();
});

type Body = string | Buffer | FormData;
const send = async (body: Body, query = '', headers: Record<string, string> = {}) => {
  const answer = await fetch(`${url}/api/import${query}`, {
    method: 'POST',
    headers: { ...(typeof body === 'string' ? { 'content-type': 'application/x-ndjson' } : {}), ...headers },
    body: Buffer.isBuffer(body) ? new Uint8Array(body) : body,
  });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
};
const formOf = (content: string | Buffer, name: string): FormData => {
  const form = new FormData();
  form.set('note', 'a field beside it');
  form.set('file', new Blob([new Uint8Array(Buffer.from(content))]), name);
  return form;
};
const left = (): string[] => {
  const folder = join(test.home, 'uploads');
  return existsSync(folder) ? readdirSync(folder) : [];
};
const checkpoints = async (): Promise<number> =>
  (await test.service.reader().ledger.checkpoints('jsonl')).filter(({ path }) => path !== test.log).length;

const LINES = callLines(3);
const NEW = { status: 200, json: { added: 3, merged: 0, unchanged: 0, issues: 0, faults: [] } };
const KNOWN = { status: 200, json: { added: 0, merged: 0, unchanged: 3 } };

describe('a file that is sent', () => {
  it('is imported as `meterline import` does; sent again it adds nothing, and nothing of it stays', async () => {
    const first = await send(LINES);
    expect(first).toMatchObject(NEW);
    expect(first.json['rows']).toEqual([
      expect.objectContaining({ source: 'jsonl', added: 3, unchanged: 0, issues: 0 }),
    ]);
    expect(await send(LINES)).toMatchObject(KNOWN);
    expect(await test.calls()).toBe(3);
    expect([left(), await checkpoints()]).toEqual([[], 0]);
  });

  it('may grow, and come under any name: what is known counts once', async () => {
    await send(callLines(2), '?name=a.jsonl');
    expect(await send(LINES, '?name=a.jsonl')).toMatchObject({ json: { added: 1, unchanged: 2 } });
    expect(await send(LINES, '?name=b.jsonl')).toMatchObject(KNOWN);
  });

  it.each([
    ['as a form', () => send(formOf(LINES, 'calls.jsonl'))],
    ['packed with gzip', () => send(gzipSync(LINES))],
    ['packed with zstd', () => send(zstdCompressSync(LINES))],
    ['packed inside a form', () => send(formOf(gzipSync(LINES), 'calls.jsonl.gz'))],
    ['packed for the way', () => send(gzipSync(LINES), '', { 'content-encoding': 'gzip' })],
    ['packed twice', () => send(gzipSync(zstdCompressSync(LINES)), '', { 'content-encoding': 'gzip' })],
  ])('comes %s', async (_, sent) => {
    expect(await sent()).toMatchObject(NEW);
    expect(await send(LINES)).toMatchObject(KNOWN);
  });

  it('is known by its content, or by the source or the columns that are named', async () => {
    const csv = 'When,What,In,Out\n2026-10-01T00:00:00Z,gpt-5.4,100,10\n';
    const unknown = await send(csv, '?name=use.csv');
    expect(unknown).toMatchObject({ status: 400, json: { code: expect.stringMatching(/^SOURCE_FILE/) } });
    const map = '&map=time=When,model=What,input=In&map=output=Out';
    expect(await send(csv, `?name=use.csv${map}`)).toMatchObject({ json: { added: 1 } });
    expect(await send(csv, `?name=use.csv${map.replace('When', 'Wenn')}`)).toMatchObject({ status: 400 });
    expect(await send(LINES, '?source=jsonl')).toMatchObject(NEW);
    expect(await send(LINES, '?source=jsnol')).toMatchObject({
      status: 404,
      json: { code: 'SOURCE_UNKNOWN' },
    });
  });

  it('that nobody knows is a problem that says what is understood', async () => {
    const { status, json } = await send('{"a":1}\n{"a":2}\n', '?name=a.jsonl');
    expect([status, json['code']]).toEqual([400, 'SOURCE_FILE_UNRECOGNISED']);
    expect(json['detail']).toContain('looked for: Claude Code');
    expect(json['hint']).toContain('?source=ID');
    expect(left()).toEqual([]);
  });

  it('has issues where lines are bad, under its name and once however often it comes', async () => {
    const torn = `${callLine({ id: 'x' })}{"id":\n`;
    expect(await send(torn, '?name=../../etc/My%20log.jsonl')).toMatchObject({
      json: { added: 1, issues: 1 },
    });
    await send(torn, '?name=My%20log.jsonl');
    const issues = await test.service.reader().ledger.issues();
    expect(issues).toMatchObject([{ file: '/uploads/My log.jsonl', count: 1 }]);
  });

  it('that is too large, empty or not what it seems is refused', async () => {
    const large = { 'content-length': String(2 ** 40) };
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const text = new Promise<string>((resolve) => {
      let got = '';
      socket.on('data', (data) => {
        got += data.toString();
        if (got.includes('}')) resolve(got);
      });
    });
    socket.write(
      `POST /api/import HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${large['content-length']}\r\n\r\n`,
    );
    expect(await text).toMatch(/^HTTP\/1.1 413[\s\S]*BODY_TOO_LARGE/);
    socket.destroy();
    expect(await send('')).toMatchObject({ status: 400 });
    const torn = gzipSync(LINES).subarray(0, 40);
    expect(await send(torn)).toMatchObject({ status: 400, json: { detail: expect.stringMatching(/gzip/) } });
    expect(await send(LINES, '', { 'content-encoding': 'br' })).toMatchObject({ status: 400 });
    expect([left(), await test.calls()]).toEqual([[], 0]);
  });

  it('that breaks off leaves nothing', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(`POST /api/import HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 99999\r\n\r\n${LINES}`);
    await test.until(() => left().length === 1);
    socket.destroy();
    await test.until(() => left().length === 0);
    expect(await test.calls()).toBe(0);
  });

  it('of an ended process is removed', async () => {
    mkdirSync(join(test.home, 'uploads'), { recursive: true });
    writeFileSync(join(test.home, 'uploads', '99999999-abc.1.part'), 'x');
    await send(LINES);
    expect(left()).toEqual([]);
  });
});

describe('whoever sends it', () => {
  it('is a program: no page of another site, and with a token only who has it', async () => {
    const foreign = await send(formOf(LINES, 'a.jsonl'), '', { origin: 'https://evil.example' });
    expect(foreign).toMatchObject({ status: 403, json: { code: 'ORIGIN_REFUSED' } });
    await stopServers();
    await open({}, 'a-token-of-24-characters');
    expect((await send(LINES)).status).toBe(401);
    const bearer = { authorization: 'Bearer a-token-of-24-characters' };
    expect(await send(LINES, '', bearer)).toMatchObject(NEW);
  });

  it('may be served by the thread that users have', async () => {
    await stopServers();
    await open({ writer: 'thread' });
    expect(await send(LINES)).toMatchObject(NEW);
    expect(await send(zstdCompressSync(LINES))).toMatchObject(KNOWN);
  });
});

it('no bytes make more than a refusal of it', async () => {
  const pieces = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom('{', '}\n', '"tokens":', LINES, 'time,model,input\n', 'SQLite format 3\u0000', '\n')
        .map((t) => Buffer.from(t)),
      fc.constantFrom(gzipSync(LINES), zstdCompressSync(LINES)),
    ),
    { maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(pieces, fc.string({ unit: 'binary', maxLength: 30 }), async (parts, name) => {
      const { status } = await send(Buffer.concat(parts), `?name=${encodeURIComponent(name)}`);
      expect([200, 400]).toContain(status);
    }),
    { numRuns: 60 },
  );
  expect(left()).toEqual([]);
});

it('bytes are passed on only up to their limit', async () => {
  const two = async function* () {
    yield Buffer.from('abc');
    yield Buffer.from('d');
  };
  const all = async (most: number) => {
    const got: Uint8Array[] = [];
    for await (const piece of bounded(two(), most)) got.push(piece);
    return Buffer.concat(got).toString();
  };
  expect(await all(4)).toBe('abcd');
  await expect(all(3)).rejects.toMatchObject({ meterlineFault: { code: 'BODY_TOO_LARGE' } });
});
