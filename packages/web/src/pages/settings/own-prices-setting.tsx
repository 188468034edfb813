import type { GetAnswer } from '@meterline/api/client';
import { useState } from 'react';
import { useAnswer } from '../../data/use-answer.ts';
import { useChange } from '../../data/use-change.ts';
import { AnswerOf } from '../../parts/answer.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { OwnPriceForm } from './own-price-form.tsx';
import { ownPriceTerm } from './own-price-term.ts';
import { Setting } from './setting.tsx';

type OwnPrices = GetAnswer<'/prices/own'>;

/** Prices that beat the book: listed, added, removed. */
export const OwnPricesSetting = () => {
  const answer = useAnswer('/prices/own', {}, { still: true });
  const [adding, setAdding] = useState(false);
  return (
    <Setting
      title="Your own prices"
      about="A rate you have agreed, a discount, another name of a model, or a price the book does not know. They beat the book for calls from now on; recorded calls change only when you ask for it."
    >
      <AnswerOf result={answer} lines={2}>
        {({ rows }) => <List rows={rows} />}
      </AnswerOf>
      <div className="own-prices-row">
        <Button aria-haspopup="dialog" onClick={() => setAdding(true)}>
          Add a price
        </Button>
        <TableActions csv={{ path: '/prices/own.csv', query: {} }} command="meterline prices --own" />
      </div>
      {adding && (
        <Dialog title="A price of your own" onClose={() => setAdding(false)}>
          <OwnPriceForm onDone={() => setAdding(false)} />
        </Dialog>
      )}
    </Setting>
  );
};

const List = ({ rows }: { readonly rows: OwnPrices['rows'] }) => {
  const remove = useChange('post', '/prices/own/remove');
  const [asked, setAsked] = useState<string>();
  const models = [...new Set(rows.map(({ model }) => model))];
  return (
    <>
      {models.length === 0 && <p className="muted small">None: every price is that of the book.</p>}
      <ul className="own-prices">
        {models.map((model) => (
          <li key={model}>
            <div className="own-price">
              <strong>{model}</strong>
              {rows
                .filter((row) => row.model === model)
                .map(({ kind, says, from, to }) => (
                  <span key={`${kind} ${from} ${to}`} className="muted small">
                    {says}
                    {ownPriceTerm(from, to)}
                  </span>
                ))}
            </div>
            <RemoveButton
              model={model}
              isAsked={asked === model}
              isBusy={remove.isPending}
              onAsk={() => setAsked(model)}
              onRemove={() => remove.mutate({ model }, { onSuccess: () => setAsked(undefined) })}
            />
          </li>
        ))}
      </ul>
      <p role="status" className="small muted">
        {remove.isSuccess ? 'Removed. Recorded calls keep what they cost.' : ''}
      </p>
      {remove.error !== null && (
        <p className="field-error" role="alert">
          {remove.error.problem.detail ?? remove.error.problem.title}
        </p>
      )}
    </>
  );
};

/** Asks once more before it removes. */
const RemoveButton = ({
  model,
  isAsked,
  isBusy,
  onAsk,
  onRemove,
}: {
  readonly model: string;
  readonly isAsked: boolean;
  readonly isBusy: boolean;
  readonly onAsk: () => void;
  readonly onRemove: () => void;
}) => (
  <Button small look={isAsked ? 'danger' : 'plain'} disabled={isBusy} onClick={isAsked ? onRemove : onAsk}>
    {isAsked ? 'Really remove' : 'Remove'}
    <span className="hidden"> the price of {model}</span>
  </Button>
);
