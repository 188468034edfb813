import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import { faultOf } from '@meterline/core';
import { loadConfig } from '../config/load-config.ts';
import { DEFAULT_CONFIG } from '../config/parse-config.ts';
import { shownCurrency } from '../config/shown-currency.ts';
import { machineZone } from '../open.ts';
import { importStateOf } from '../service/import-state.ts';
import type { Service } from '../service/service.ts';
import { faultJson } from './fault-json.ts';
import { sourceIds } from './source-ids.ts';

/** What this process is and does. It answers also while the ledger cannot be read, and then says why. */
export const statusRoutes = (app: OpenAPIHono, service: Service): void => {
  const factsOf = ledgerFacts(service);
  app.openapi(ROUTES.status, async (c) => {
    const activity = service.activity();
    const facts = {
      name: 'meterline' as const,
      version: service.version,
      demo: activity.demo,
      startedAt: activity.startedAt,
      now: service.world.clock(),
      watching: activity.watching,
      import: importStateOf(activity),
      ...(await factsOf()),
    };
    return c.json(facts, 200);
  });
  app.openapi(ROUTES.scan, (c) => {
    service.scan();
    return c.json({ import: importStateOf(service.activity()) }, 200);
  });
};

/** What is known without a ledger. */
interface Settled {
  readonly zone: string;
  readonly currency: ReturnType<typeof shownCurrency>;
  readonly bookVersion: string;
}

const ledgerFacts = (service: Service) => {
  let settled: Settled | undefined;
  return async () => {
    try {
      const { ledger, config, zone, engine } = service.reader();
      settled = { zone, currency: shownCurrency(config), bookVersion: engine.bookVersion };
      const { calls, sessions, firstAt, lastAt, sizeBytes } = await ledger.stats();
      const issues = (await ledger.issues()).reduce((sum, { count }) => sum + count, 0);
      return {
        ...settled,
        ledger: { calls, sessions, firstAt, lastAt, sizeBytes },
        ledgerFault: null,
        issues,
      };
    } catch (error) {
      const fault = faultOf(error);
      if (!fault?.code.startsWith('LEDGER_')) throw error;
      settled ??= settledOnDisk(service);
      return { ...settled, ledger: null, ledgerFault: faultJson(fault), issues: 0 };
    }
  };
};

/** For a ledger that could not be read from the start. */
const settledOnDisk = ({ home }: Service): Settled => {
  const loaded = loadConfig(home, sourceIds());
  const config = loaded.ok ? loaded.value : DEFAULT_CONFIG;
  return { zone: config.zone ?? machineZone(), currency: shownCurrency(config), bookVersion: '' };
};
