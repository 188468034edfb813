import { CLIENT_KINDS, connectionId, KNOWN_CLIENTS, type KnownClient } from '@meterline/api/clients';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Empty, Problem } from '../../parts/panel.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { PageHead } from '../../shell/page-head.tsx';
import { useOwnParam } from '../../state/use-own-param.ts';
import { KIND_TITLES, ROAD_NAMES } from './connect-words.ts';
import { ConnectionView } from './connection-view.tsx';
import { Light } from './light.tsx';
import { useConnections } from './use-connections.ts';
import './connect.css';

/** On any other address a Meterline has a token. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Each client with the lines to change, and a light that turns green when its first call arrives. */
export const ConnectPage = () => {
  const { result, uses, zone, now } = useConnections();
  const [q] = useOwnParam('q');
  const found = KNOWN_CLIENTS.filter(({ name }) => name.toLowerCase().includes((q ?? '').toLowerCase()));
  return (
    <>
      <PageHead title="Connect" note={`to this Meterline, ${location.origin}`} />
      <p className="connect-intro">
        Change the lines of a client and make a call with it: its light turns green when the call arrives.
        Keys stay with the client, and nothing of what is asked or answered is kept.
      </p>
      {result.data === undefined && result.error !== null && (
        <Problem error={result.error} onRetry={() => void result.refetch()} />
      )}
      {!LOOPBACK.test(location.hostname) && (
        <p className="muted small">
          On this address Meterline asks for a token: OpenTelemetry and calls that are sent carry it, as{' '}
          <code>Authorization: Bearer …</code>. The gateway asks for a key of its own instead:{' '}
          <code>meterline keys create</code>.
        </p>
      )}
      <Seen uses={uses} zone={zone} now={now} />
      <SearchField label="Search clients" />
      {found.length === 0 && <NoneFound />}
      {CLIENT_KINDS.map((kind) => {
        const clients = found.filter((client) => client.kind === kind);
        return clients.length === 0 ? null : (
          <section key={kind} className="connect-kind" aria-label={KIND_TITLES[kind]}>
            <h2>{KIND_TITLES[kind]}</h2>
            <div className="connect-clients">
              {clients.map((client) => (
                <ClientCard key={client.id} client={client} uses={uses} zone={zone} now={now} />
              ))}
            </div>
          </section>
        );
      })}
    </>
  );
};

/** Those that have called, together: what was connected before need not be looked for. */
const Seen = ({ uses, zone, now }: Pick<Known, 'uses' | 'zone' | 'now'>) => {
  const seen = KNOWN_CLIENTS.flatMap((client) =>
    client.connections.flatMap((connection) => {
      const use = uses.get(connectionId(client, connection));
      // What counts others' calls, too, says nothing of this one.
      return use === undefined || use.calls === 0 || connection.counts !== undefined
        ? []
        : [{ name: `${client.name}, ${ROAD_NAMES[connection.road]}`, use }];
    }),
  );
  if (seen.length === 0) return null;
  return (
    <Card title="Connected" note={`${seen.length} of the ways below`}>
      <ul className="connect-seen">
        {seen.map(({ name, use }) => (
          <li key={name}>
            {name} <Light use={use} zone={zone} now={now} />
          </li>
        ))}
      </ul>
    </Card>
  );
};

const NoneFound = () => {
  const [, setQ] = useOwnParam('q');
  return (
    <Empty title="No client of this name is listed.">
      <p>Whatever speaks as OpenAI or Anthropic does can be connected, and whatever has OpenTelemetry.</p>
      <Button small onClick={() => setQ(null)}>
        Show all
      </Button>
    </Empty>
  );
};

type Known = ReturnType<typeof useConnections>;

const ClientCard = ({
  client,
  uses,
  zone,
  now,
}: { readonly client: KnownClient } & Pick<Known, 'uses' | 'zone' | 'now'>) => (
  <Card title={client.name} className="connect-client" footer={<>More: docs/guides/connect/{client.guide}</>}>
    {client.connections.map((connection) => (
      <ConnectionView
        key={connectionId(client, connection)}
        connection={connection}
        clientName={client.name}
        address={location.origin}
        use={uses.get(connectionId(client, connection))}
        zone={zone}
        now={now}
      />
    ))}
  </Card>
);
