import { MeterlineError } from '@meterline/core';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ingest } from '../ingest/ingest.ts';
import { MAX_INGEST_BYTES } from '../ingest/limits.ts';
import type { Service } from '../service/service.ts';
import type { AppEnv } from './app.ts';
import { problemResponse } from './problem.ts';

export const INGEST_PATH = '/api/events';

/** Programs post calls here: any of this machine, or with the token; never a page of another site. */
export const boundedIngest = bodyLimit({
  maxSize: MAX_INGEST_BYTES,
  onError: () =>
    problemResponse(
      { code: 'BODY_TOO_LARGE', message: `A body may have ${MAX_INGEST_BYTES} bytes.` },
      { connection: 'close' },
    ),
});

/** Types that a page of another site may send without asking: no program of ours has a reason to. */
const FORM_TYPES = /^(text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)/i;

/** 200 also where some calls were refused: what became of each stands in the answer. 400 only where none was good. */
export const answerIngest = async (c: Context<AppEnv>, service: Service): Promise<Response> => {
  if (FORM_TYPES.test(c.req.header('content-type') ?? ''))
    throw new MeterlineError({
      code: 'BODY_NOT_JSON',
      message: 'Calls are sent with content-type application/json or application/x-ndjson.',
    });
  const body = Buffer.from(await c.req.arrayBuffer());
  const encoding = c.req.header('content-encoding')?.toLowerCase() ?? '';
  const report = await ingest(body, encoding, service.recorder, service.world.clock());
  if (!report.ok) throw new MeterlineError(report.fault);
  return c.json(report.value, report.value.accepted === 0 ? 400 : 200);
};
