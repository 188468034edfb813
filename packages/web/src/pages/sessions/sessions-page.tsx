import type { GetAnswer, Query } from '@meterline/api/client';
import { client } from '../../data/client.ts';
import { type Listing, ListPage } from '../../parts/list-page.tsx';
import { Empty } from '../../parts/panel.tsx';
import { sessionAddress } from '../../shell/pages.ts';
import { sessionColumns } from './session-columns.tsx';
import './sessions.css';

export type SessionRow = GetAnswer<'/sessions'>['rows'][number];

const SESSIONS: Listing<SessionRow, NonNullable<Query<'/sessions'>['orderBy']>> = {
  one: 'session',
  title: 'Sessions',
  note: 'with a call in this time; figures are of the whole session',
  command: 'sessions',
  path: '/sessions',
  ask: (asked, signal) => client.get('/sessions', asked, { signal }),
  keyOf: ({ app, session }) => JSON.stringify([app, session]),
  orders: {
    newest: 'Newest',
    cost: 'Cost',
    tokens: 'Tokens',
    calls: 'Calls',
    longest: 'Longest',
    cacheWaste: 'Least from cache',
  },
  addressOf: ({ session, app }, link) => link(sessionAddress(session), {}, app === null ? {} : { app }),
  columns: sessionColumns,
  searched: 'id, project, branch or app',
  none: (
    <Empty title="No session fits.">
      <p>None has a call in this time; choose a longer one.</p>
    </Empty>
  ),
};

/** Every session with a call in the range, in a list of any length. */
export const SessionsPage = () => <ListPage of={SESSIONS} />;
