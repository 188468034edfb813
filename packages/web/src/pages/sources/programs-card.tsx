import type { ApiError, GetAnswer } from '@meterline/api/client';
import type { UseQueryResult } from '@tanstack/react-query';
import { exactCount, plural } from '../../format/count.ts';
import { agoText, dayText, exactMoment } from '../../format/time.ts';
import { AnswerOf, isStale } from '../../parts/answer.tsx';
import { Card } from '../../parts/card.tsx';
import { classNames } from '../../parts/class-names.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { Empty } from '../../parts/panel.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { isHere, rootsInOrder, type SourceRow, sourceState } from './source-words.ts';

type Sources = GetAnswer<'/sources'>;

/** Every program whose logs Meterline reads: from which folders, and how much of it is in the ledger. */
export const ProgramsCard = ({ answer }: { readonly answer: UseQueryResult<Sources, ApiError> }) => (
  <Card
    title="Programs"
    note={answer.data && `days in ${answer.data.zone}`}
    stale={isStale(answer)}
    actions={<TableActions csv={{ path: '/sources.csv', query: {} }} command="meterline sources --all" />}
  >
    <AnswerOf result={answer} lines={5} height={44}>
      {(data) => <Programs data={data} />}
    </AnswerOf>
  </Card>
);

const Programs = ({ data }: { readonly data: Sources }) => {
  const here = data.rows.filter(isHere);
  const others = data.rows.filter((row) => !isHere(row));
  return (
    <>
      {here.length === 0 && (
        <Empty title="No program has left logs on this machine.">
          <code>meterline connect NAME --path DIR</code> reads logs that are kept in another place.
        </Empty>
      )}
      <ul className="sources">
        {here.map((row) => (
          <Program key={row.id} row={row} data={data} />
        ))}
      </ul>
      {others.length > 0 && (
        <details className="sources-others">
          <summary>{plural(others.length, 'more program')} that Meterline knows, without logs here</summary>
          <ul className="sources">
            {others.map((row) => (
              <Program key={row.id} row={row} data={data} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
};

const Program = ({ row, data }: { readonly row: SourceRow; readonly data: Sources }) => {
  const { name, id, calls, files, issues, roots, faults } = row;
  const { text, tone } = sourceState(row);
  return (
    <li>
      <details className="source">
        <summary className="source-head">
          <span className="source-name">
            {name} <span className={classNames('badge', `badge-${tone}`)}>{text}</span>
          </span>
          <span className="source-figure">
            {exactCount(calls)} <span className="muted">{calls === 1 ? 'call' : 'calls'}</span>
          </span>
          <span className="source-figure">
            {exactCount(files)} <span className="muted">{files === 1 ? 'file' : 'files'}</span>
          </span>
          <span className="source-span">
            <Coverage row={row} data={data} />
          </span>
          <span className="source-figure">
            {issues > 0 && <span className="source-issues">{plural(issues, 'place')} skipped</span>}
          </span>
        </summary>
        <div className="source-body">
          {faults.map(({ code, message, hint }) => (
            <p key={code} className="source-fault">
              {message} {hint}
            </p>
          ))}
          <Folders roots={roots} name={name} />
          <p className="muted small">
            To read a further folder: <code>meterline connect {id} --path DIR</code>. To leave it out:{' '}
            <code>meterline disconnect {id}</code>.
          </p>
        </div>
      </details>
    </li>
  );
};

/** Of which time there are calls. */
const Coverage = ({ row: { firstAt, lastAt, modifiedAt }, data: { zone, now } }: CoverageProps) => {
  if (firstAt === null || lastAt === null)
    return (
      <span className="muted">{modifiedAt === null ? '' : `changed ${agoText(modifiedAt, now, zone)}`}</span>
    );
  return (
    <span title={`${exactMoment(firstAt, zone)} – ${exactMoment(lastAt, zone)}`}>
      <span className="muted">from</span> {dayText(firstAt, zone)} <span className="muted">to</span>{' '}
      {agoText(lastAt, now, zone)}
    </span>
  );
};

interface CoverageProps {
  readonly row: SourceRow;
  readonly data: Sources;
}

const Folders = ({ roots, name }: { readonly roots: SourceRow['roots']; readonly name: string }) =>
  roots.length === 0 ? (
    <p className="muted small">It has no folder of its own: its files are given to meterline import.</p>
  ) : (
    <ul className="source-roots">
      {rootsInOrder(roots).map(({ path, exists, configured, files }) => (
        <li key={path} className={classNames('source-root', !exists && 'is-absent')}>
          <code className="path">{path}</code>
          <span className="muted">
            {exists ? plural(files, 'file') : 'not there'}
            {configured && ', from meterline.toml'}
          </span>
          <CopyText text={path} what={`the folder of ${name}`} />
        </li>
      ))}
    </ul>
  );
