import type { Connection } from '@meterline/api/clients';
import { CopyText } from '../../parts/copy-text.tsx';
import { ROAD_NAMES, ROAD_SAYS } from './connect-words.ts';
import { Light } from './light.tsx';
import type { ConnectionUse } from './use-connections.ts';

/** One way to connect a client: what to change where, and whether a call has come by it. */
export const ConnectionView = ({
  connection,
  clientName,
  address,
  use,
  zone,
  now,
}: {
  readonly connection: Connection;
  readonly clientName: string;
  readonly address: string;
  readonly use: ConnectionUse | undefined;
  readonly zone: string;
  readonly now: number;
}) => {
  const { road, place, lines, command, counts, note } = connection;
  const text = lines?.(address);
  return (
    <section className="connection" aria-label={`${clientName}, ${ROAD_NAMES[road]}, ${place}`}>
      <header className="connection-head">
        <h3 title={ROAD_SAYS[road]}>{ROAD_NAMES[road]}</h3>
        <Light use={use} zone={zone} now={now} />
      </header>
      <p className="muted small">
        {text === undefined ? 'Read from ' : 'In '}
        {place}
        {text === undefined ? '.' : ':'}
      </p>
      {text !== undefined && <Lines text={text} what={`the lines for ${clientName}`} />}
      {command !== undefined && (
        <p className="connection-command">
          <span className="muted small">Or let this do it:</span> <code>{command}</code>
          <CopyText text={command} what={`the command for ${clientName}`} />
        </p>
      )}
      {counts !== undefined && <p className="muted small">The light counts {counts}.</p>}
      {note !== undefined && <p className="muted small">{note}</p>}
    </section>
  );
};

/** What is wider than the page scrolls in itself. */
const Lines = ({ text, what }: { readonly text: string; readonly what: string }) => (
  <div className="connection-lines">
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
    <pre tabIndex={0}>
      <code>{text}</code>
    </pre>
    <CopyText text={text} what={what} />
  </div>
);
