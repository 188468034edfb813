import type { GetAnswer } from '@meterline/api/client';
import { useState } from 'react';
import { useAnswer } from '../../data/use-answer.ts';
import { compactCount, plural } from '../../format/count.ts';
import { AnswerOf, isStale } from '../../parts/answer.tsx';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { PricingDialog } from './pricing-dialog.tsx';

export type UnpricedModel = GetAnswer<'/unpriced'>['rows'][number];

interface Asked {
  readonly target: UnpricedModel;
  /** The model whose price was taken over by a click. */
  readonly like?: string;
}

/** Models whose calls add nothing to the costs, since nobody knows what they cost; with a way to give them a price. */
export const UnpricedCard = () => {
  const answer = useAnswer('/unpriced', { period: 'all' });
  const [asked, setAsked] = useState<Asked>();
  return (
    <Card
      title="Without a price"
      note="their calls are counted, and add nothing to the costs"
      stale={isStale(answer)}
      actions={
        <TableActions csv={{ path: '/unpriced.csv', query: { period: 'all' } }} command="meterline prices" />
      }
    >
      <AnswerOf result={answer} lines={2}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="muted">Every model of every recorded call has a price.</p>
          ) : (
            <ul className="unpriced">
              {rows.map((row) => (
                <Unpriced key={JSON.stringify([row.provider, row.model])} row={row} onAsk={setAsked} />
              ))}
            </ul>
          )
        }
      </AnswerOf>
      {asked !== undefined && (
        <PricingDialog target={asked.target} like={asked.like} onClose={() => setAsked(undefined)} />
      )}
    </Card>
  );
};

/** A price of a model with a similar name is a click away; any other one is given in the dialog. */
const Unpriced = ({
  row,
  onAsk,
}: {
  readonly row: UnpricedModel;
  readonly onAsk: (asked: Asked) => void;
}) => (
  <li>
    <p className="unpriced-model">
      <strong>{row.model}</strong> <span className="muted">{row.provider}</span>
      <span className="unpriced-size">
        {plural(row.calls, 'call')} · {compactCount(row.tokens)} tokens
      </span>
    </p>
    <div className="unpriced-ways">
      {row.like.map((other) => (
        <Button
          key={other}
          small
          title={`${row.model} costs what ${other} costs`}
          onClick={() => onAsk({ target: row, like: other })}
        >
          <span className="hidden">{row.model}: </span>costs what {other} costs
        </Button>
      ))}
      <Button small look={row.like.length === 0 ? 'main' : 'normal'} onClick={() => onAsk({ target: row })}>
        Another price…<span className="hidden"> for {row.model}</span>
      </Button>
    </div>
  </li>
);
