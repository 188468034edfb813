import type { ApiError } from '@meterline/api/client';
import { useAnswer } from '../../data/use-answer.ts';
import { useStatus } from '../../data/use-status.ts';
import { shortId } from '../../format/name.ts';
import { momentText } from '../../format/time.ts';
import { SessionLink } from '../../parts/detail-links.tsx';
import { Cost } from '../../parts/money.tsx';
import { Choice } from '../../parts/one-page.tsx';

const MAX_OFFERED = 20;

/** Several programs use the same id, or it is only the beginning of one. */
export const WhichSession = ({ id, error }: { readonly id: string; readonly error: ApiError }) => {
  const zone = useStatus().data?.zone ?? 'UTC';
  const { data } = useAnswer('/sessions', { search: id, period: 'all', limit: MAX_OFFERED });
  return (
    <Choice
      rows={data?.rows.filter(({ session }) => session.startsWith(id))}
      error={error}
      about={`More than one session has an id that is, or begins with, ${shortId(id)}.`}
    >
      {({ app, session, lastAt, cost, calls }) => (
        <>
          <SessionLink session={session} app={app ?? ''}>
            {app ?? 'No app'} · {shortId(session)}
          </SessionLink>{' '}
          last call {momentText(lastAt, zone)} · <Cost cost={cost} calls={calls} />
        </>
      )}
    </Choice>
  );
};
