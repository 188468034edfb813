import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { apiUrl } from '@meterline/api/client';
import { Hono } from 'hono';
import { apiRoutes } from '../../src/api/index.ts';
import { answerError } from '../../src/http/error-answers.ts';
import { openMeterline } from '../../src/index.ts';
import { openService } from '../../src/service/open-service.ts';
import type { Service } from '../../src/service/service.ts';
import { freshFolder, NOW, testWorld, writeFile } from '../kit.ts';

const SOURCES = join(import.meta.dirname, '../../../sources/src');

/** Ids of the sources that have sample logs. */
export const SAMPLED_SOURCES: readonly string[] = readdirSync(SOURCES).filter((id) =>
  existsSync(join(SOURCES, id, 'testdata')),
);

export const samplesOf = (source: string): string => join(SOURCES, source, 'testdata');

/** A data folder with the calls of every source's sample logs, or of the folders that are given. */
export const sampleHome = async (
  folders: Readonly<Record<string, string>> = Object.fromEntries(
    SAMPLED_SOURCES.map((id) => [id, samplesOf(id)]),
  ),
): Promise<string> => {
  const home = join(freshFolder(), 'data');
  for (const [source, folder] of Object.entries(folders)) {
    const opened = await openMeterline(testWorld(freshFolder()), { home, zone: 'UTC' });
    if (!opened.ok) throw new Error(opened.fault.message);
    await opened.value.import({ only: [source], paths: [folder], workers: 0 });
    await opened.value.close();
  }
  return home;
};

/** A data folder with calls in Meterline's own JSON lines. */
export const homeOf = async (lines: string): Promise<string> => {
  const logs = freshFolder();
  writeFile(join(logs, 'calls.jsonl'), lines);
  return sampleHome({ jsonl: logs });
};

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed, where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever came.
  readonly json: any;
}

export interface TestApi {
  readonly service: Service;
  readonly home: string;
  readonly app: Hono;
  get(path: string, query?: Readonly<Record<string, unknown>>): Promise<Answered>;
  write(method: string, path: string, body: unknown): Promise<Answered>;
  /** Errors that are no faults: each is a 500. */
  readonly unexpected: unknown[];
}

const services: Service[] = [];

export const closeApis = async (): Promise<void> => {
  for (const service of services.splice(0)) await service.close();
};

export interface ApiOptions {
  readonly now?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Default UTC, whatever the configuration says, as with `--zone`. */
  readonly zone?: 'as configured';
}

/** The API over a data folder, with the answers of the real server but none of its guards. */
export const startApi = async (home: string, options: ApiOptions = {}): Promise<TestApi> => {
  const userHome = freshFolder();
  const get = (name: string): string | undefined => options.env?.[name];
  const world = testWorld(userHome, {
    clock: () => options.now ?? NOW,
    env: { platform: 'linux', home: userHome, get },
  });
  const zone = options.zone === 'as configured' ? {} : { zone: 'UTC' };
  const opened = await openService(world, { home, version: '0.0.0', watch: false, ...zone });
  if (!opened.ok) throw new Error(opened.fault.message);
  services.push(opened.value);
  await untilIdle(opened.value);
  return apiOver(opened.value, home);
};

/** The service opens its writer and imports what is new, which here is nothing. */
const untilIdle = (service: Service): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (service.activity().phase !== 'idle') return;
      done();
      resolve();
    };
    const done = service.hub.subscribe(look);
    look();
  });

export const apiOver = (service: Service, home: string): TestApi => {
  const unexpected: unknown[] = [];
  const app = new Hono();
  app.route('/api', apiRoutes(service));
  app.onError((error) => answerError(error, (one) => unexpected.push(one)));
  return {
    service,
    home,
    app,
    unexpected,
    get: async (path, query = {}) => answeredOf(await app.request(apiUrl(path, {}, query))),
    write: async (method, path, body) =>
      answeredOf(
        await app.request(`/api${path}`, {
          method: method.toUpperCase(),
          headers: { 'content-type': 'application/json' },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      ),
  };
};

const answeredOf = async (response: Response): Promise<Answered> => {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
};
