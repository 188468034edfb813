import { useState } from 'react';
import { useAnswer } from '../../data/use-answer.ts';
import { shortId, valueName } from '../../format/name.ts';
import { AllLink, OnePage } from '../../parts/one-page.tsx';
import { AgentsCard, ModelsCard } from '../../parts/parts-cards.tsx';
import type { RowWindow } from '../../parts/virtual-rows.ts';
import { PageHead } from '../../shell/page-head.tsx';
import { useOwnParam } from '../../state/use-own-param.ts';
import { usePathId } from '../../state/use-path-id.ts';
import { ChildrenCard, PartActions } from './children-card.tsx';
import { SessionFacts } from './session-facts.tsx';
import { SessionFigures } from './session-figures.tsx';
import { TimelineCard } from './timeline-card.tsx';
import type { Session } from './turn.ts';
import { TurnsCard } from './turns-card.tsx';
import { UnloggedNote } from './unlogged-note.tsx';
import { useTurns } from './use-turns.ts';
import { WhichSession } from './which-session.tsx';

/** One session: what it came to, call by call, and why. */
export const SessionPage = () => {
  const id = usePathId('session');
  const [app] = useOwnParam('app');
  const result = useAnswer('/sessions/{session}', app === undefined ? {} : { app }, {
    params: { session: id },
  });
  return (
    <OnePage
      one="session"
      id={id}
      result={result}
      absent="It may be of another machine, or not be read yet: Sources says what was."
      which={(error) => <WhichSession id={id} error={error} />}
    >
      {(detail, zone) => <OneSession key={id} detail={detail} zone={zone} />}
    </OnePage>
  );
};

const FIRST_WINDOW: RowWindow = { first: 0, last: 30 };

const OneSession = ({ detail, zone }: { readonly detail: Session; readonly zone: string }) => {
  const { session, models, agents, children, unlogged } = detail;
  const [window, setWindow] = useState(FIRST_WINDOW);
  const [goTo, setGoTo] = useState<{ readonly turn: number }>();
  const turns = useTurns(session, session.calls, window);
  const title = session.project === null ? shortId(session.session) : valueName('project', session.project);
  const actions = <PartActions session={session} />;
  return (
    <>
      <PageHead
        title={title}
        note={`Session ${shortId(session.session)}`}
        actions={<AllLink of="session" />}
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
        <ModelsCard of="session" calls="Calls" rows={models} actions={actions} />
        {agents.length > 1 && (
          <AgentsCard of="session" calls="Calls" rows={agents} actions={actions} nameless="main agent" />
        )}
        {children.length > 0 && <ChildrenCard session={session} items={children} zone={zone} />}
      </div>
      <TurnsCard session={detail} turns={turns} zone={zone} goTo={goTo} onWindow={setWindow} />
    </>
  );
};
