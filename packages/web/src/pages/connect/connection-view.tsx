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
  const { road, place, lines, counts, note } = connection;
  const text = lines?.(address);
  const command = commandFor(connection, address);
  return (
    <section className="connection" aria-label={`${clientName}, ${ROAD_NAMES[road]}, ${place}`}>
      <header className="connection-head">
        <h3 title={ROAD_SAYS[road]}>{ROAD_NAMES[road]}</h3>
        <Light use={use} zone={zone} now={now} />
      </header>
      {text === undefined ? (
        <p className="muted small">Read from {place}.</p>
      ) : (
        <Lines text={text} place={place} what={`the lines for ${clientName}`} />
      )}
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

/** Where `meterline connect` leads without being told. */
const USUAL_ADDRESS = 'http://127.0.0.1:6383';

const commandFor = ({ command }: Connection, address: string): string | undefined =>
  command === undefined || address === USUAL_ADDRESS ? command : `${command} --url ${address}`;

/** What is wider than the page scrolls in itself. */
const Lines = ({
  text,
  place,
  what,
}: {
  readonly text: string;
  readonly place: string;
  readonly what: string;
}) => (
  <div className="connection-lines">
    <div className="connection-place">
      <span className="muted small">In {place}</span>
      <CopyText text={text} what={what} />
    </div>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
    <pre tabIndex={0}>
      <code>{text}</code>
    </pre>
  </div>
);
