import type { Dimension } from '@meterline/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { dayText, exactMoment, secondText } from '../format/time.ts';
import { useView } from '../state/use-view.ts';
import { CopyText } from './copy-text.tsx';
import './facts.css';

/** One of a list of facts. */
export const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** What is known of one thing, side by side; a fact that says nothing is left out. The last: when it was, and its id. */
export const Facts = ({
  from,
  to,
  zone,
  id,
  children,
}: {
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  readonly id: string;
  readonly children: ReactNode;
}) => (
  <dl className="facts">
    {children}
    <Fact name="Time">
      {betweenText(from, to, zone)} {zone}
    </Fact>
    <Fact name="Id">
      <span className="mono">{id}</span> <CopyText text={id} what="the id" />
    </Fact>
  </dl>
);

/** `15 Nov 2026, 09:19:00 – 10:04:34`; the day stands again where it is another. */
const betweenText = (first: number, last: number, zone: string): string => {
  if (first === last) return exactMoment(first, zone);
  const isOneDay = dayText(first, zone) === dayText(last, zone);
  return `${exactMoment(first, zone)} – ${(isOneDay ? secondText : exactMoment)(last, zone)}`;
};

/** A value as the way to all that share it. */
export const Alike = ({
  among,
  dimension,
  value,
  text,
}: {
  readonly among: 'sessions' | 'tasks';
  readonly dimension: Dimension;
  readonly value: string | null;
  readonly text?: string | null;
}) => {
  const { link } = useView();
  if (value === null) return null;
  return (
    <Link
      href={link(`/${among}`, { where: [{ dimension, op: '=', value }] })}
      title={`${among === 'tasks' ? 'Tasks' : 'Sessions'} of ${value}`}
    >
      {text ?? value}
    </Link>
  );
};
