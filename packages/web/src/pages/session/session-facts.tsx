import { dimensionName } from '../../format/name.ts';
import { SessionLink } from '../../parts/detail-links.tsx';
import { Alike, Fact, Facts } from '../../parts/facts.tsx';
import type { Session } from './turn.ts';

/** Where it ran, who caused it, and when. A value leads to the sessions that share it. */
export const SessionFacts = ({ detail, zone }: { readonly detail: Session; readonly zone: string }) => {
  const { session, cronName } = detail;
  const { app, parentSession, firstAt, lastAt } = session;
  return (
    <Facts from={firstAt} to={lastAt} zone={zone} id={session.session}>
      {(['app', 'project', 'branch', 'agent', 'cron', 'channel'] as const).map((dimension) => (
        <Fact key={dimension} name={dimensionName(dimension)}>
          <Alike
            among="sessions"
            dimension={dimension}
            value={session[dimension]}
            text={dimension === 'cron' ? cronName : null}
          />
        </Fact>
      ))}
      <Fact name="Started by">
        {parentSession !== null && (
          <span className="mono">
            <SessionLink session={parentSession} app={app} />
          </span>
        )}
      </Fact>
    </Facts>
  );
};
