import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import type { Meterline } from '../meterline.ts';
import { doublesSince, logToLeave, type Suspicion } from '../report/index.ts';
import type { Service } from '../service/service.ts';

/** A page looks less far back than `meterline doctor`: other pages wait while it does. */
const LOOK_BACK_MS = 7 * 86_400_000;
const MAX_LOOKED_AT = 50_000;
/** A page asks again whenever a call comes; twins are not looked for as often. */
const FRESH_MS = 60_000;

interface Look {
  readonly from: number;
  readonly found: Promise<readonly Suspicion[]>;
}

/** Calls that two roads may both have told of, without an id that proves it. */
export const overlapsRoutes = (app: OpenAPIHono, service: Service): void => {
  const looks = new WeakMap<Meterline, Look>();
  const look = (meterline: Meterline, now: number): Look => {
    const known = looks.get(meterline);
    if (known !== undefined && now - LOOK_BACK_MS - known.from < FRESH_MS) return known;
    const from = now - LOOK_BACK_MS;
    const fresh = { from, found: doublesSince(meterline.ledger, from, MAX_LOOKED_AT) };
    looks.set(meterline, fresh);
    fresh.found.catch(() => looks.delete(meterline));
    return fresh;
  };
  app.openapi(ROUTES.overlaps, async (c) => {
    const meterline = service.reader();
    const now = service.world.clock();
    const { from, found } = look(meterline, now);
    return c.json({ zone: meterline.zone, now, from, rows: (await found).map(rowOf) }, 200);
  });
};

const rowOf = (suspicion: Suspicion) => ({
  ...suspicion,
  tellers: suspicion.tellers.map(({ name }) => name),
  log: logToLeave(suspicion) ?? null,
});
