import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { useAnswer } from '../../data/use-answer.ts';
import { useStatus } from '../../data/use-status.ts';
import { shortId, valueName } from '../../format/name.ts';
import { Skeleton } from '../../parts/panel.tsx';
import type { RowWindow } from '../../parts/virtual-rows.ts';
import { PageHead } from '../../shell/page-head.tsx';
import { useOwnParam } from '../../state/use-own-param.ts';
import { useView } from '../../state/use-view.ts';
import { SessionFacts } from './session-facts.tsx';
import { SessionFigures } from './session-figures.tsx';
import { AgentsCard, ChildrenCard, ModelsCard } from './session-parts.tsx';
import { TimelineCard } from './timeline-card.tsx';
import type { Session } from './turn.ts';
import { TurnsCard } from './turns-card.tsx';
import { UnloggedNote } from './unlogged-note.tsx';
import { useTurns } from './use-turns.ts';
import { WhichSession } from './which-session.tsx';
import './session.css';

/** One session: what it came to, call by call, and why. */
export const SessionPage = () => {
  const { session = '' } = useParams<{ session: string }>();
  const [app] = useOwnParam('app');
  const id = decoded(session);
  const result = useAnswer('/sessions/{session}', app === undefined ? {} : { app }, {
    params: { session: id },
  });
  const zone = useStatus().data?.zone;
  if (result.data === undefined && result.error !== null)
    return <WhichSession session={id} error={result.error} onRetry={() => void result.refetch()} />;
  if (result.data === undefined || zone === undefined || result.isPlaceholderData)
    return (
      <>
        <PageHead title="Session" note={shortId(id)} />
        <Skeleton lines={6} height={48} />
      </>
    );
  return <OneSession key={id} detail={result.data} zone={zone} />;
};

/** What cannot be decoded is looked for as it stands. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const FIRST_WINDOW: RowWindow = { first: 0, last: 30 };

const OneSession = ({ detail, zone }: { readonly detail: Session; readonly zone: string }) => {
  const { session, models, agents, children, unlogged } = detail;
  const [window, setWindow] = useState(FIRST_WINDOW);
  const [goTo, setGoTo] = useState<{ readonly turn: number }>();
  const turns = useTurns(session, session.calls, window);
  const { link } = useView();
  const title = session.project === null ? shortId(session.session) : valueName('project', session.project);
  return (
    <>
      <PageHead
        title={title}
        note={`Session ${shortId(session.session)}`}
        actions={<Link href={link('/sessions')}>All sessions</Link>}
      />
      <SessionFacts detail={detail} zone={zone} />
      <SessionFigures detail={detail} zone={zone} />
      {unlogged !== null && <UnloggedNote unlogged={unlogged} />}
      {session.calls - turns.totalsOnly > 1 && turns.error === null && (
        <TimelineCard
          turns={turns.leading}
          count={turns.count}
          zone={zone}
          onChoose={(turn) => setGoTo({ turn })}
        />
      )}
      <div className="columns-2">
        <ModelsCard session={session} models={models} />
        {agents.length > 1 && <AgentsCard session={session} agents={agents} />}
        {children.length > 0 && <ChildrenCard session={session} items={children} zone={zone} />}
      </div>
      <TurnsCard session={detail} turns={turns} zone={zone} goTo={goTo} onWindow={setWindow} />
    </>
  );
};
