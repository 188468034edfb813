import type { ApiError } from '@meterline/api/client';
import { Link } from 'wouter';
import { useAnswer } from '../../data/use-answer.ts';
import { useStatus } from '../../data/use-status.ts';
import { shortId } from '../../format/name.ts';
import { momentText } from '../../format/time.ts';
import { Cost } from '../../parts/money.tsx';
import { Empty, Problem, Skeleton } from '../../parts/panel.tsx';
import { PageHead } from '../../shell/page-head.tsx';
import { sessionAddress } from '../../shell/pages.ts';
import { useView } from '../../state/use-view.ts';

const MAX_OFFERED = 20;

/** An id that is of no session, or of several: what there is instead. */
export const WhichSession = ({
  session,
  error,
  onRetry,
}: {
  readonly session: string;
  readonly error: ApiError;
  readonly onRetry: () => void;
}) => {
  const { status } = error.problem;
  if (status === 404) return <NoSession session={session} />;
  return (
    <>
      <PageHead title="Session" />
      {status === 400 ? (
        <Choice session={session} error={error} />
      ) : (
        <Problem error={error} onRetry={onRetry} />
      )}
    </>
  );
};

const NoSession = ({ session }: { readonly session: string }) => {
  const { link } = useView();
  return (
    <>
      <PageHead title="No such session" />
      <Empty title="The ledger has no session of this id.">
        <p className="mono session-id">{session}</p>
        <p>It may be of another machine, or not be read yet: Sources says what was.</p>
        <p>
          <Link href={link('/sessions')}>All sessions</Link>
        </p>
      </Empty>
    </>
  );
};

/** Several programs use the same id, or it is only the beginning of one. */
const Choice = ({ session, error }: { readonly session: string; readonly error: ApiError }) => {
  const { link } = useView();
  const zone = useStatus().data?.zone ?? 'UTC';
  const { data } = useAnswer('/sessions', { search: session, period: 'all', limit: MAX_OFFERED });
  if (data === undefined) return <Skeleton />;
  const found = data.rows.filter((row) => row.session.startsWith(session));
  if (found.length === 0) return <Problem error={error} />;
  return (
    <Empty title="Which one?">
      <p>More than one session has an id that is, or begins with, {shortId(session)}.</p>
      <ul className="session-choice">
        {found.map((row) => (
          <li key={JSON.stringify([row.app, row.session])}>
            <Link href={link(sessionAddress(row.session), {}, { app: row.app ?? '' })}>
              {row.app ?? 'No app'} · {shortId(row.session)}
            </Link>{' '}
            last call {momentText(row.lastAt, zone)} · <Cost cost={row.cost} calls={row.calls} />
          </li>
        ))}
      </ul>
    </Empty>
  );
};
