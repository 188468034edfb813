import { useAnswer } from '../../data/use-answer.ts';
import { exactCount, plural } from '../../format/count.ts';
import { AnswerOf, isStale } from '../../parts/answer.tsx';
import { Card } from '../../parts/card.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { groupIssues, type IssueGroup, type IssueReason } from './group-issues.ts';

/** Files that are listed of one reason; the CSV has all. */
const MAX_FILES = 40;

/** What readers skipped or doubt, and why: by source, by reason, by file. */
export const IssuesCard = ({ nameOf }: { readonly nameOf: (source: string) => string }) => {
  const answer = useAnswer('/issues', {});
  return (
    <Card
      title="Skipped or doubted"
      note={answer.data && (answer.data.count === 0 ? undefined : plural(answer.data.count, 'place'))}
      stale={isStale(answer)}
      actions={<TableActions csv={{ path: '/issues.csv', query: {} }} command="meterline doctor" />}
    >
      <AnswerOf result={answer} lines={3}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="muted">Nothing was skipped: every line that could be a call was read.</p>
          ) : (
            <ul className="issue-groups">
              {groupIssues(rows).map((group) => (
                <Group key={group.source} group={group} name={nameOf(group.source)} />
              ))}
            </ul>
          )
        }
      </AnswerOf>
    </Card>
  );
};

const Group = ({ group, name }: { readonly group: IssueGroup; readonly name: string }) => (
  <li>
    <h3>
      {name} <span className="muted">{plural(group.count, 'place')}</span>
    </h3>
    {group.reasons.map((reason) => (
      <Reason key={reason.code} reason={reason} />
    ))}
  </li>
);

const Reason = ({ reason: { code, meaning, count, files } }: { readonly reason: IssueReason }) => (
  <details className="issue-reason">
    <summary>
      <span>{meaning}</span>{' '}
      <span className="muted">
        {plural(count, 'time')} in {plural(files.length, 'file')} <code>{code}</code>
      </span>
    </summary>
    <ul className="issue-files">
      {files.slice(0, MAX_FILES).map(({ file, count: times, firstAt, detail }) => (
        <li key={JSON.stringify([file, firstAt, detail])} className="issue-file">
          <code className="path">{file}</code>
          <span className="muted">
            {exactCount(times)}×{firstAt > 0 && `, first at ${exactCount(firstAt)}`}
            {detail !== null && `, ${detail}`}
          </span>
        </li>
      ))}
      {files.length > MAX_FILES && (
        <li className="muted">and {plural(files.length - MAX_FILES, 'file')} more, all of them in the CSV</li>
      )}
    </ul>
  </details>
);
