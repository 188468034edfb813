import { useAnswer } from '../../data/use-answer.ts';
import type { Status } from '../../data/use-status.ts';
import { bytesText, plural } from '../../format/count.ts';
import { Card } from '../../parts/card.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import type { Settings } from './settings-page.tsx';

/** Enough of a long hash to tell two apart. */
const SHORT_HASH = 12;

/** Where everything lies, and which Meterline with which prices this is. */
export const FilesCard = ({ settings }: { readonly settings: Settings }) => {
  const own = useAnswer('/prices/own', {}, { still: true });
  const files = [
    { what: 'Data folder', path: settings.home },
    { what: 'Settings', path: settings.configFile },
    { what: `Ledger, ${bytesText(settings.ledgerBytes)}`, path: settings.ledgerFile },
    ...(own.data === undefined ? [] : [{ what: 'Your prices', path: own.data.file }]),
  ];
  return (
    <Card title="Where your data lies" note="on this machine only">
      <dl className="files">
        {files.map(({ what, path }) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              <code className="file-path">{path}</code>
              <CopyText text={path} what={`the path: ${what}`} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
};

export const AboutCard = ({
  settings,
  status,
}: {
  readonly settings: Settings;
  readonly status: Status | undefined;
}) => (
  <Card title="About">
    <dl className="files">
      <div>
        <dt>Meterline</dt>
        <dd>{status === undefined ? '…' : status.version}</dd>
      </div>
      <div>
        <dt>Price book</dt>
        <dd>
          of {settings.bookDate}{' '}
          <code className="muted" title={settings.bookVersion}>
            {settings.bookVersion.slice(0, SHORT_HASH)}
          </code>
          <CopyText text={settings.bookVersion} what="the version of the price book" />
        </dd>
      </div>
      <div>
        <dt>Newer prices</dt>
        <dd>
          <code>meterline prices update</code>
        </dd>
      </div>
      {status?.ledger != null && (
        <div>
          <dt>Ledger</dt>
          <dd>
            {plural(status.ledger.calls, 'call')} in {plural(status.ledger.sessions, 'session')}
          </dd>
        </div>
      )}
      <div>
        <dt>For programs</dt>
        <dd>
          <a href="/api/openapi.json">The API as OpenAPI 3.1</a>
        </dd>
      </div>
    </dl>
  </Card>
);
