import type { GetAnswer } from '@meterline/api/client';
import { client } from '../../data/client.ts';
import { type ListRows, useListRows } from '../../parts/use-list-rows.ts';
import type { RowWindow } from '../../parts/virtual-rows.ts';
import type { Question } from '../../state/view.ts';
import { type SessionRow, sessionKey } from './session-key.ts';
import type { SessionOrder } from './session-order.ts';

export interface SessionsAsked extends Question {
  readonly search?: string;
  readonly orderBy: SessionOrder;
}

export type SessionRows = ListRows<SessionRow, GetAnswer<'/sessions'>>;

const SESSIONS = {
  name: '/sessions',
  ask: (
    asked: SessionsAsked & { readonly offset?: number; readonly limit: number },
    signal: AbortSignal,
  ): Promise<GetAnswer<'/sessions'>> => client.get('/sessions', asked, { signal }),
  keyOf: (row: SessionRow): string => sessionKey(row),
};

/** The sessions that a question names, page by page as they come into view. */
export const useSessionRows = (asked: SessionsAsked, window: RowWindow): SessionRows =>
  useListRows(SESSIONS, asked, window);
