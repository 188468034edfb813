import { type Connection, useLive } from '../data/live.tsx';
import './live-badge.css';

const SAYS: Readonly<Record<Connection, { readonly text: string; readonly title: string }>> = {
  connecting: { text: 'Connecting', title: 'Waiting for the event stream' },
  live: { text: 'Live', title: 'New calls show at once' },
  polling: { text: 'Every 3 s', title: 'This browser has no event stream, so the page asks every 3 seconds' },
  off: { text: 'Offline', title: 'Meterline does not answer; the page tries again' },
};

/** Whether what is shown is of this moment. */
export const LiveBadge = () => {
  const { connection } = useLive();
  const { text, title } = SAYS[connection];
  return (
    <span className={`live-badge live-badge-${connection}`} title={title} role="status">
      {text}
    </span>
  );
};
