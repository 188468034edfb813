import type { GetAnswer } from '@meterline/api/client';
import { useAnswer } from '../../data/use-answer.ts';
import { useChange } from '../../data/use-change.ts';
import { exactCount, plural } from '../../format/count.ts';
import { agoText, momentText } from '../../format/time.ts';
import { AnswerOf, isStale } from '../../parts/answer.tsx';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { isTroubled, troubleText } from './webhook-words.ts';

type Answer = GetAnswer<'/webhooks'>;
type Webhook = Answer['rows'][number];

const ADD = 'meterline webhooks add NAME URL';

/** Where news of calls is sent. They are added on the command line: a page must not say where figures go. */
export const WebhooksCard = () => {
  const answer = useAnswer('/webhooks', {});
  return (
    <Card
      title="Webhooks"
      note="calls and totals, signed, to programs of yours"
      stale={isStale(answer)}
      actions={<TableActions command="meterline webhooks" />}
    >
      <AnswerOf result={answer} lines={2}>
        {(data) =>
          data.rows.length === 0 ? (
            <p className="muted small">
              None. <code>{ADD}</code> <CopyText text={ADD} what="the command that adds a webhook" />
            </p>
          ) : (
            <ul className="webhooks">
              {data.rows.map((webhook) => (
                <Row key={webhook.name} webhook={webhook} answer={data} />
              ))}
            </ul>
          )
        }
      </AnswerOf>
    </Card>
  );
};

const Row = ({ webhook, answer }: { readonly webhook: Webhook; readonly answer: Answer }) => {
  const { name, url, events, every, delivered, waiting, lastDeliveredAt } = webhook;
  const test = useChange('post', '/webhooks/test');
  return (
    <li>
      <div className="webhook">
        <span>
          <strong>{name}</strong> <span className="muted">{url}</span>
        </span>
        <span className="muted small">
          {every === null ? events : `${events}, every ${every}`} · {exactCount(delivered)} delivered ·{' '}
          {exactCount(waiting)} waiting
          {lastDeliveredAt !== null && ` · last ${agoText(lastDeliveredAt, answer.now, answer.zone)}`}
        </span>
        {isTroubled(webhook) && (
          <span className="setting-warn">
            {troubleText(webhook, (instant) => momentText(instant, answer.zone))}
          </span>
        )}
        {webhook.replay !== null && (
          <span className="muted small">
            Being sent again: {plural(webhook.replay.sent, 'message')} so far.
          </span>
        )}
        <span role="status" className="small">
          {test.data === undefined
            ? ''
            : `${test.data.delivered ? '✓ Delivered' : 'Not delivered'}: ${test.data.result}`}
        </span>
        {test.error !== null && (
          <p className="field-error" role="alert">
            {test.error.problem.detail ?? test.error.problem.title}
          </p>
        )}
      </div>
      <Button
        small
        aria-label={`Send a test message to ${name}`}
        disabled={test.isPending}
        onClick={() => test.mutate({ name })}
      >
        {test.isPending ? 'Sending …' : 'Test'}
      </Button>
    </li>
  );
};
