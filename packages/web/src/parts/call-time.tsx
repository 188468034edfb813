import { Link } from 'wouter';
import { dayText, exactMoment, secondText, shortDay } from '../format/time.ts';
import { callAddress } from '../shell/pages.ts';
import { useView } from '../state/use-view.ts';
import './call-time.css';

/** When a call was made, as the way to its page; calls of `today`, as `dayText` says it, need no date. */
export const CallTime = ({
  call: { id, startedAt },
  zone,
  today,
  tabIndex,
}: {
  readonly call: { readonly id: string; readonly startedAt: number };
  readonly zone: string;
  readonly today: string;
  readonly tabIndex?: number;
}) => {
  const { link } = useView();
  return (
    <Link
      href={link(callAddress(id))}
      title={`${exactMoment(startedAt, zone)} ${zone}`}
      className="call-time"
      tabIndex={tabIndex}
    >
      {dayText(startedAt, zone) === today ? '' : `${shortDay(startedAt, zone)} `}
      {secondText(startedAt, zone)}
    </Link>
  );
};
