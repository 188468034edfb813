import { DIALECTS } from './dialects/index.ts';

/** What every dialect may be told besides: who sends, and for whom. */
const SHARED_NAMES = [
  'service.name',
  'deployment.environment.name',
  'deployment.environment',
  'host.name',
  'session.id',
  'user.id',
  'enduser.id',
  'error.type',
  'event.name',
  'event.timestamp',
  'http.response.status_code',
  'meterline.project',
  'meterline.feature',
  'meterline.task',
  'meterline.tenant',
  'meterline.user',
] as const;

/** Attributes that are decoded. Whatever is not named by a dialect is dropped before anything else sees it. */
export const ALLOWED: ReadonlySet<string> = new Set([
  ...SHARED_NAMES,
  ...DIALECTS.flatMap(({ reads }) => reads),
]);

/** Attributes with JSON, and the paths of the numbers in it that are taken; nothing else of them is. */
export const ALLOWED_JSON: ReadonlyMap<string, readonly string[]> = new Map(
  DIALECTS.flatMap(({ readsJson = {} }) => Object.entries(readsJson)),
);
