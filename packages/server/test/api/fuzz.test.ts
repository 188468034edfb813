import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '@meterline/api';
import { ERROR_CODES } from '@meterline/core';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSecret } from '../../src/webhooks/secret.ts';
import { writeFile } from '../kit.ts';
import { type Answered, closeApis, sampleHome, startApi, type TestApi } from './api-kit.ts';
import { NASTY_TEXTS, NASTY_VALUES } from './nasty.ts';

/**
 * Made from the OpenAPI document itself: every parameter and every field of every body is wrong in every way. Whatever
 * is asked, the answer is as the document says or a problem of the table, and never a 500.
 */
interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly required?: boolean;
  readonly schema: { readonly enum?: readonly string[] };
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const document = JSON.parse(JSON.stringify(openApiDocument('0.0.0'))) as { paths: Paths };
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false });
ajv.addSchema({ ...document, $id: 'api' });

/** Compiled when first asked for: that takes longer than all the answers that it checks. */
const schemas = new Map<string, ValidateFunction>();
const answerSchema = (path: string, method: string, status: string, type: string): ValidateFunction => {
  const parts = ['paths', path, method, 'responses', status, 'content', type, 'schema'];
  const $ref = `api#/${parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
  const schema = schemas.get($ref) ?? ajv.compile({ $ref });
  schemas.set($ref, schema);
  return schema;
};
const problemSchema = ajv.compile({ $ref: 'api#/components/schemas/Problem' });

/** Answered by the HTTP server itself, each with hostile bodies in a test of its own (`stream`, `ingest`, `import-upload`). */
const NOT_ROUTES = ['/stream', '/events', '/import'];

const operations = Object.entries(document.paths)
  .filter(([path]) => !NOT_ROUTES.includes(path))
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
const gets = operations.filter(({ method }) => method === 'get');
const writes = operations.filter(({ method }) => method !== 'get');

let api: TestApi;
/** What a route cannot do without. */
let valid: Readonly<Record<string, string>>;

beforeAll(async () => {
  const home = await sampleHome();
  // Nobody listens there: what is sent is not delivered, and says so.
  writeFile(
    join(home, 'meterline.toml'),
    '[webhooks.team]\nurl = "http://127.0.0.1:1"\nsecretEnv = "HOOK"\n',
  );
  api = await startApi(home, { env: { HOOK: newSecret() } });
  const { json: sessions } = await api.get('/sessions', { period: 'all', limit: 1 });
  const { json: calls } = await api.get('/calls', { period: 'all', limit: 1 });
  valid = {
    session: sessions.rows[0].session,
    call: calls.rows[0].id,
    dimension: 'model',
    model: 'gpt-5.4',
    list: 'models',
  };
});
afterAll(closeApis);

/** Whether the answer is one that the document has. */
const check = (path: string, method: string, answered: Answered, asked: unknown): void => {
  const said = `${method} ${path} ${JSON.stringify(asked)?.slice(0, 300)}: ${answered.status} ${answered.text.slice(0, 300)}`;
  const { operation } = operations.find((one) => one.path === path && one.method === method)!;
  if (answered.status !== 200) {
    expect(api.unexpected, said).toEqual([]);
    expect(answered.headers.get('content-type'), said).toMatch(/^application\/problem\+json/);
    expect(problemSchema(answered.json), `${said} ${ajv.errorsText(problemSchema.errors)}`).toBe(true);
    const known = ERROR_CODES[answered.json.code as keyof typeof ERROR_CODES];
    expect(known?.http, said).toBe(answered.status);
    expect(Object.keys(operation.responses), said).toContain(String(answered.status));
    return;
  }
  const [type] = Object.keys(operation.responses['200']?.content ?? {});
  expect(answered.headers.get('content-type')?.split(';')[0], said).toBe(type);
  if (type !== 'application/json') return;
  const schema = answerSchema(path, method, '200', type);
  expect(schema(answered.json), `${said} ${ajv.errorsText(schema.errors)}`).toBe(true);
};

type Values = Readonly<Record<string, string | readonly string[] | undefined>>;

const ask = async (path: string, operation: Operation, given: Values): Promise<void> => {
  const values: Record<string, string | readonly string[] | undefined> = { ...given };
  for (const { name, required } of operation.parameters ?? [])
    if (required && !(name in values)) values[name] = valid[name];
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    delete values[name];
    return encodeURIComponent(String(value));
  });
  check(path, 'get', await api.get(filled, values), { filled, values });
};

const READY = { period: 'all' } as const;

describe('a question that is wrong in any way', () => {
  it('is answered or refused', { timeout: 300_000 }, async () => {
    for (const { path, operation } of gets) {
      const parameters = operation.parameters ?? [];
      const takesPeriod = parameters.some(({ name }) => name === 'period');
      const base = takesPeriod ? READY : {};
      await ask(path, operation, base);
      for (const { name, in: where, schema } of parameters) {
        const values = [...NASTY_TEXTS, ...(schema.enum ?? [])];
        for (const value of values) {
          // An address that ends with its slash is another one.
          if (where === 'path' && (value === '' || value === '.' || value === '..')) continue;
          const alone = ['from', 'to', 'period'].includes(name) ? {} : base;
          await ask(path, operation, { ...alone, [name]: value });
        }
        if (where === 'query') await ask(path, operation, { ...base, [name]: ['a', 'b'] });
        if (where === 'query')
          await ask(path, operation, { ...base, [`${name}[]`]: 'a', [`${name}.x`]: 'b' });
      }
      await ask(path, operation, { ...base, nobody: 'asked', __proto__: 'x' });
    }
  });

  it('is refused without what it cannot do without', async () => {
    for (const { path, operation } of gets)
      for (const { name, required, in: where } of operation.parameters ?? []) {
        if (!required || where !== 'query') continue;
        const answered = await api.get(path, {});
        check(path, 'get', answered, `without ${name}`);
        expect(answered.status).toBe(400);
        expect(answered.json.issues).toEqual([expect.objectContaining({ name })]);
      }
  });

  it('may be wrong in several ways at once', { timeout: 300_000 }, async () => {
    const anyText = fc.oneof(
      fc.constantFrom(...NASTY_TEXTS.filter((text) => text !== '' && text.length < 600)),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => !/^\.+$/.test(text)),
    );
    const question = fc.constantFrom(...gets).chain((one) => {
      const parameters = one.operation.parameters ?? [];
      const values = parameters.map(({ name, schema }) =>
        fc.option(
          fc
            .oneof(anyText, ...(schema.enum ? [fc.constantFrom(...schema.enum)] : []))
            .map((value) => [name, value] as const),
          { nil: undefined },
        ),
      );
      return fc.tuple(fc.constant(one), fc.tuple(...values));
    });
    await fc.assert(
      fc.asyncProperty(question, async ([{ path, operation }, values]) => {
        const given = Object.fromEntries(values.filter((value) => value !== undefined));
        await ask(path, operation, given);
      }),
      { numRuns: 600 },
    );
  });
});

const BODIES: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  'patch /settings': [
    {
      zone: 'UTC',
      currency: { code: 'EUR', perUsd: '0.92' },
      retentionDays: 36_500,
      machine: 'laptop',
      billing: { 'claude-code': 'plan' },
    },
  ],
  'put /prices/own': [
    {
      model: 'm1',
      rates: { input: '1', output: '2', cacheRead: '0.1', cacheWrite: '1.25' },
      from: '2026-01-01',
      to: '2026-02-01',
    },
    { model: 'm2', like: 'gpt-5.4' },
    { model: 'm3', alias: 'gpt-5.4' },
    { model: 'm4', discountPercent: 10 },
  ],
  'post /prices/own/remove': [{ model: 'm1' }],
  'post /reprice': [{ dryRun: true, unpricedOnly: true, where: ['app=codex'] }],
  'post /scan': [{}],
  'post /webhooks/test': [{ name: 'team' }],
  'post /webhooks/replay': [{ name: 'team', from: 0, to: 1 }],
};

/** A body with one of its fields, at any depth, replaced or left out. */
function* spoiled(body: unknown): Generator<unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return;
  for (const [name, value] of Object.entries(body)) {
    const { [name]: _, ...rest } = body as Record<string, unknown>;
    yield rest;
    for (const nasty of NASTY_VALUES) yield { ...body, [name]: nasty };
    for (const inner of spoiled(value)) yield { ...body, [name]: inner };
  }
  yield { ...body, nobody: 'asked' };
}

describe.each(writes.map(({ path, method }) => [`${method} ${path}`, path, method] as const))(
  'a body of %s',
  (name, path, method) => {
    it('is taken, or refused', { timeout: 300_000 }, async () => {
      const bodies = BODIES[name];
      if (bodies === undefined) throw new Error(`no valid body of ${name} is known here`);
      for (const body of bodies) {
        // What was taken before is not read again with each of the next.
        rmSync(join(api.home, 'prices.local.json'), { force: true });
        if (path === '/prices/own/remove')
          await api.write('put', '/prices/own', { model: 'm1', like: 'gpt-5.4' });
        const taken = await api.write(method, path, body);
        check(path, method, taken, body);
        expect(taken.status).toBe(200);
        const seen = new Set<string>();
        for (const one of [...spoiled(body), ...NASTY_VALUES]) {
          const text = JSON.stringify(one);
          if (seen.has(text)) continue;
          seen.add(text);
          check(path, method, await api.write(method, path, text), one);
        }
      }
      for (const text of ['', '{', 'x', '{"a":', '\u0000', `${'['.repeat(5000)}${']'.repeat(5000)}`])
        check(path, method, await api.write(method, path, text), text.slice(0, 20));
    });
  },
);
