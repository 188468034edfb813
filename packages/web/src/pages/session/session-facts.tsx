import type { Dimension } from '@meterline/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { shortId } from '../../format/name.ts';
import { dayText, exactMoment, secondText } from '../../format/time.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { sessionAddress } from '../../shell/pages.ts';
import { useView } from '../../state/use-view.ts';
import type { Session } from './turn.ts';

/** Where it ran, who caused it, and when. A value leads to the sessions that share it. */
export const SessionFacts = ({ detail, zone }: { readonly detail: Session; readonly zone: string }) => {
  const { session, cronName } = detail;
  const { link } = useView();
  const { app, parentSession, firstAt, lastAt } = session;
  return (
    <dl className="session-facts">
      <Fact name="App">
        <Alike dimension="app" value={app} />
      </Fact>
      <Fact name="Project">
        <Alike dimension="project" value={session.project} />
      </Fact>
      <Fact name="Branch">
        <Alike dimension="branch" value={session.branch} />
      </Fact>
      <Fact name="Agent">
        <Alike dimension="agent" value={session.agent} />
      </Fact>
      <Fact name="Cron job">
        <Alike dimension="cron" value={session.cron} text={cronName ?? session.cron} />
      </Fact>
      <Fact name="Channel">
        <Alike dimension="channel" value={session.channel} />
      </Fact>
      <Fact name="Started by">
        {parentSession === null ? null : (
          <Link
            href={link(sessionAddress(parentSession), {}, app === null ? {} : { app })}
            title={parentSession}
            className="mono"
          >
            {shortId(parentSession)}
          </Link>
        )}
      </Fact>
      <Fact name="Time">
        {betweenText(firstAt, lastAt, zone)} {zone}
      </Fact>
      <Fact name="Id">
        <span className="mono session-id">{session.session}</span>{' '}
        <CopyText text={session.session} what="the id" />
      </Fact>
    </dl>
  );
};

/** `15 Nov 2026, 09:19:00 – 10:04:34`; the day stands again where it is another. */
const betweenText = (first: number, last: number, zone: string): string => {
  if (first === last) return exactMoment(first, zone);
  const isOneDay = dayText(first, zone) === dayText(last, zone);
  return `${exactMoment(first, zone)} – ${(isOneDay ? secondText : exactMoment)(last, zone)}`;
};

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** A value of the session as a way to all sessions with it. */
const Alike = ({
  dimension,
  value,
  text,
}: {
  readonly dimension: Dimension;
  readonly value: string | null;
  readonly text?: string | null;
}) => {
  const { link } = useView();
  if (value === null) return null;
  return (
    <Link href={link('/sessions', { where: [{ dimension, op: '=', value }] })} title={`Sessions of ${value}`}>
      {text ?? value}
    </Link>
  );
};
