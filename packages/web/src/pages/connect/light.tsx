import { plural } from '../../format/count.ts';
import { agoText, dayText, exactMoment } from '../../format/time.ts';
import type { ConnectionUse } from './use-connections.ts';

/** Green from the first call on; what the colour says stands beside it. */
export const Light = ({
  use,
  zone,
  now,
}: {
  readonly use: ConnectionUse | undefined;
  readonly zone: string;
  readonly now: number;
}) => {
  const calls = use?.calls ?? 0;
  const isOn = calls > 0;
  return (
    <span className={isOn ? 'light is-on' : 'light'} role="status">
      <span className="light-dot" aria-hidden="true" />
      {use === undefined ? (
        <span className="muted">Not known yet</span>
      ) : isOn ? (
        <span>
          <strong>{plural(calls, 'call')}</strong>
          {use.firstDay !== null && ` since ${dayText(use.firstDay, zone)}`}
          {use.lastAt !== null && (
            <span title={`${exactMoment(use.lastAt, zone)} ${zone}`}>
              , last {agoText(use.lastAt, now, zone)}
            </span>
          )}
        </span>
      ) : (
        <span className="muted">No call yet</span>
      )}
    </span>
  );
};
