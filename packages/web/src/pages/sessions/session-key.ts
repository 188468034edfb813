import type { GetAnswer } from '@meterline/api/client';

export type SessionRow = GetAnswer<'/sessions'>['rows'][number];

/** A session is known by its app and its id together. */
export const sessionKey = ({ app, session }: Pick<SessionRow, 'app' | 'session'>): string =>
  JSON.stringify([app, session]);
