import { MeterlineError } from '@meterline/core';
import type { Context } from 'hono';
import { parseColumns } from '../import/parse-columns.ts';
import type { ImportReport } from '../meterline.ts';
import type { Service } from '../service/service.ts';
import type { Uploads } from '../upload/import-upload.ts';
import { MAX_UPLOAD_BYTES } from '../upload/limits.ts';
import { tooLarge } from '../upload/receive.ts';
import type { AppEnv } from './app.ts';

export const IMPORT_PATH = '/api/import';

/**
 * Programs post files here, as they may post calls (`ingest-route.ts`). A form may be one that a page could send: such
 * pages are refused before, by where they come from.
 */
export const answerImport = async (
  c: Context<AppEnv>,
  service: Service,
  uploads: Uploads,
): Promise<Response> => {
  if (Number(c.req.header('content-length') ?? 0) > MAX_UPLOAD_BYTES)
    throw new MeterlineError(tooLarge(MAX_UPLOAD_BYTES));
  const { body } = c.req.raw;
  if (body === null) throw new MeterlineError({ code: 'REQUEST_INVALID', message: 'The body is empty.' });
  const name = c.req.query('name');
  const source = c.req.query('source');
  const columns = parseColumns(c.req.queries('map') ?? [], 'map');
  if (!columns.ok) throw new MeterlineError(columns.fault);
  const report = await uploads.take({
    body,
    contentType: c.req.header('content-type') ?? '',
    contentEncoding: c.req.header('content-encoding')?.toLowerCase() ?? '',
    ...(name === undefined ? {} : { name }),
    ...(source === undefined ? {} : { source }),
    ...(columns.value === undefined ? {} : { columns: columns.value }),
  });
  return c.json(reportJson(report, service), 200);
};

const reportJson = (report: ImportReport, service: Service) => {
  const { added, merged, unchanged, issues, bytesRead, elapsedMs } = report;
  return {
    zone: service.reader().zone,
    now: service.world.clock(),
    added,
    merged,
    unchanged,
    issues,
    bytesRead,
    elapsedMs,
    rows: report.sources
      .filter(({ files }) => files > 0)
      .map(({ id, name, added, merged, unchanged, issues }) => ({
        source: id,
        name,
        added,
        merged,
        unchanged,
        issues,
      })),
    faults: report.faults.map(({ code, message }) => ({ code, message })),
  };
};
