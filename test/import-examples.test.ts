import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_PORT } from '../packages/server/src/http/serve.ts';
import { started, stopServers } from '../packages/server/test/http-kit.ts';
import { callLines } from '../packages/server/test/kit.ts';
import { closeServices, startService, type TestService } from '../packages/server/test/service-kit.ts';
import { type CurlRequest, curlRequest, guide } from './doc-examples.ts';

/** Every way that the guide shows to send a file is gone, to a service on another port. */
const SENDING = guide('send-calls.md');
const DOCUMENTED = `http://127.0.0.1:${DEFAULT_PORT}`;

/** The files that the examples name. */
const FILES: Readonly<Record<string, string>> = {
  'calls.jsonl': callLines(3),
  'usage.csv': [
    'Date,Model,Prompt,Completion',
    ...[1, 2, 3].map((day) => `2026-10-0${day}T00:00:00Z,gpt-5.4,10${day},5`),
  ].join('\n'),
};

let test: TestService;
let url: string;
beforeEach(async () => {
  test = await startService({ watch: false });
  ({ url } = await started(test.service));
});
afterEach(async () => {
  await stopServers();
  await closeServices();
});

const here = (documented: string): string => {
  expect(documented.startsWith(`${DOCUMENTED}/api/import`)).toBe(true);
  return `${url}${documented.slice(DOCUMENTED.length)}`;
};

const formWith = (field: string, file: string): FormData => {
  const form = new FormData();
  form.set(field, new Blob([FILES[file]!]), file);
  return form;
};

const post = async (to: string, body: string | FormData, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await fetch(here(to), { method: 'POST', headers, body });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
};

const sendCurl = ({ url: to, headers, body, form }: CurlRequest) => {
  if (form !== undefined) return post(to, formWith(form.name, form.file), headers);
  expect(body).toMatch(/^@/);
  return post(to, FILES[body!.slice(1)]!, headers);
};

const ADDED = { status: 200, json: { added: 3, merged: 0, unchanged: 0, issues: 0 } };
const KNOWN = { status: 200, json: { added: 0, merged: 0, unchanged: 3, issues: 0 } };

const curls = SENDING.blocks('sh')
  .map(curlRequest)
  .filter((curl) => curl.url.includes('/api/import'));

describe('a file, sent as the guide says', () => {
  it.each(curls.map((one, index) => [index + 1, one] as const))(
    'with curl (%i) is imported, and sent again adds none',
    async (_, curl) => {
      expect(curl.method).toBe('POST');
      expect(await sendCurl(curl)).toMatchObject(ADDED);
      expect(await sendCurl(curl)).toMatchObject(KNOWN);
      expect(await test.calls()).toBe(3);
    },
  );

  it('is shown both as a form and as it is', () => {
    expect(curls.map(({ form }) => form !== undefined)).toEqual([true, false]);
  });

  it('with Python is imported under its name', async () => {
    const python = SENDING.blocks('python').find((block) => block.includes('/api/import')) ?? '';
    const [, to = ''] = /url = "([^"]+)" \+ urllib\.parse\.quote\(name\)/.exec(python) ?? [];
    const [, headers = ''] = /Request\(url, file, (\{[^}]+\})\)/.exec(python) ?? [];
    const [, name = ''] = /# import_file\("[^"]+", "([^"]+)"\)/.exec(python) ?? [];
    const sent = () => post(to + encodeURIComponent(name), FILES[name]!, JSON.parse(headers));
    expect(await sent()).toMatchObject(ADDED);
    expect(await sendCurl(curls[0]!)).toMatchObject(KNOWN);
  });

  it('with a node of n8n is imported', async () => {
    const node = SENDING.blocks('json').find((block) => block.includes('formBinaryData')) ?? '{}';
    const { method, url: to, contentType, bodyParameters } = JSON.parse(node);
    expect([method, contentType]).toEqual(['POST', 'multipart-form-data']);
    const [{ name }] = bodyParameters.parameters;
    expect(await post(to, formWith(name, 'calls.jsonl'))).toMatchObject(ADDED);
  });

  it('is answered with the fields that the guide shows', async () => {
    const shown = JSON.parse(SENDING.blocks('json').find((block) => block.includes('bytesRead')) ?? '{}');
    await post(`${DOCUMENTED}/api/import`, callLines(1));
    const { json } = await post(`${DOCUMENTED}/api/import`, `${callLines(3)}{"id":\n`);
    const changing = { zone: 'UTC', now: expect.any(Number), bytesRead: expect.any(Number) };
    expect(json).toEqual({ ...shown, ...changing, elapsedMs: expect.any(Number) });
  });
});
