import type { OpenAPIHono, z } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import { type ConfigPathEdit, editConfig } from '../config/edit-config.ts';
import { configPath, ledgerPath } from '../config/load-config.ts';
import { shownCurrency } from '../config/shown-currency.ts';
import { machineZone } from '../open.ts';
import type { Service } from '../service/service.ts';
import { sourceIds } from './source-ids.ts';
import { valueOrThrow } from './value-or-throw.ts';

/** The settings in force, and changes of them: what is written is `meterline.toml`, with its comments kept. */
export const settingsRoutes = (app: OpenAPIHono, service: Service): void => {
  app.openapi(ROUTES.settings, async (c) => c.json(await settingsOf(service), 200));
  app.openapi(ROUTES.changeSettings, async (c) => {
    const edits = editsOf(c.req.valid('json'));
    if (edits.length > 0) {
      valueOrThrow(editConfig(configPath(service.home), edits, sourceIds()));
      valueOrThrow(await service.reload());
    }
    return c.json(await settingsOf(service), 200);
  });
};

const settingsOf = async (service: Service) => {
  const { config, zone, engine, ledger } = service.reader();
  const { sizeBytes } = await ledger.stats();
  return {
    zone: { value: zone, configured: config.zone ?? null, machine: machineZone() },
    currency: shownCurrency(config),
    retentionDays: config.retentionDays ?? null,
    machine: config.machine ?? null,
    home: service.home,
    configFile: configPath(service.home),
    ledgerFile: ledgerPath(service.home),
    ledgerBytes: sizeBytes,
    billing: { ...config.billing },
    bookVersion: engine.bookVersion,
    bookDate: engine.book.asOf,
  };
};

type Changes = z.output<
  (typeof ROUTES.changeSettings)['request']['body']['content']['application/json']['schema']
>;

/** Absent leaves a setting alone; null removes its key, so that the default holds again. */
const editsOf = ({ zone, currency, retentionDays, machine, billing }: Changes): readonly ConfigPathEdit[] => {
  const edits: ConfigPathEdit[] = [];
  const set = (path: readonly string[], value: string | number | null | undefined): void => {
    if (value !== undefined) edits.push({ path, value: value === null ? undefined : String(value) });
  };
  set(['zone'], zone);
  set(['machine'], machine);
  set(['retentionDays'], retentionDays);
  set(['currency', 'code'], currency === null ? null : currency?.code);
  set(['currency', 'perUsd'], currency === null ? null : currency?.perUsd);
  for (const [name, how] of Object.entries(billing ?? {})) set(['billing', name], how);
  return edits;
};
