import { Link } from 'wouter';
import { useAnswer } from '../../data/use-answer.ts';
import { exactCount, percentText } from '../../format/count.ts';
import { AnswerOf } from '../../parts/answer.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Fact } from '../../parts/facts.tsx';
import { Cost, Money } from '../../parts/money.tsx';
import { Empty } from '../../parts/panel.tsx';
import type { UnitPrice } from '../../parts/priced-models.ts';
import { TableActions } from '../../parts/table-actions.tsx';
import { useView } from '../../state/use-view.ts';
import { quoted, withFilter } from '../../state/view.ts';
import { PriceHistory } from './price-history.tsx';
import { PriceView } from './price-view.tsx';
import type { ModelRow } from './sort-models.ts';
import { WhatIf } from './what-if.tsx';

/** Prices of one model at a time are asked for; no model has had more. */
const MAX_PRICES = 1000;

/** What is known of one model: how it was used, its price with where it is known from, and what another would cost. */
export const ModelPanel = ({ row, onClose }: { readonly row: ModelRow; readonly onClose: () => void }) => {
  const { view } = useView();
  const model = row.key['model'] ?? null;
  const provider = row.key['provider'] ?? null;
  const own = withFilter(withFilter(view, { dimension: 'model', op: '=', value: model }), {
    dimension: 'provider',
    op: '=',
    value: provider,
  });
  return (
    <Dialog title={model ?? '(no model)'} place="side" onClose={onClose}>
      <Facts row={row} />
      <section>
        <header className="panel-head">
          <h3>Price</h3>
          {row.price !== null && <PriceActions price={row.price} />}
        </header>
        <Prices price={row.price} free={row.priced === 'zero'} />
      </section>
      <section>
        <h3>On another model</h3>
        <WhatIf view={own} />
      </section>
    </Dialog>
  );
};

const Facts = ({ row }: { readonly row: ModelRow }) => (
  <dl className="model-facts">
    <Fact name="Cost, list price">
      <Cost cost={row.cost} calls={row.calls} />
    </Fact>
    <Fact name="Calls">{exactCount(row.calls)}</Fact>
    <Fact name="A call">
      <Money nanoUsd={row.costPerCallNanoUsd} />
    </Fact>
    <Fact name="Paid for 1M tokens">
      <Money nanoUsd={row.usdPerMillionNanoUsd} />
    </Fact>
    <Fact name="Input, uncached">{exactCount(row.tokens.input)}</Fact>
    <Fact name="Read from cache">
      {exactCount(row.tokens.cacheRead)} <span className="muted">({percentText(row.cacheHitRate)})</span>
    </Fact>
    <Fact name="Written to cache">{exactCount(row.tokens.cacheWrite)}</Fact>
    <Fact name="Output">{exactCount(row.tokens.output)}</Fact>
  </dl>
);

const PriceActions = ({ price: { key } }: { readonly price: UnitPrice }) => (
  <TableActions
    csv={{ path: '/prices.csv', query: { model: key.model, provider: key.provider } }}
    command={`meterline prices ${quoted(key.model)}`}
  />
);

/** The price in force, then those before and to come. */
const Prices = ({ price, free }: { readonly price: UnitPrice | null; readonly free: boolean }) => {
  const { link } = useView();
  const answer = useAnswer(
    '/prices',
    { model: price?.key.model ?? '', provider: price?.key.provider ?? '', limit: MAX_PRICES },
    { still: true, when: price !== null },
  );
  if (free)
    return <Empty title="It costs nothing.">Models that run on your own machine have no list price.</Empty>;
  if (price === null)
    return (
      <Empty title="No price is known.">
        Its calls are counted, but add nothing to the costs.{' '}
        <Link href={link('/sources')}>Give it a price</Link>
      </Empty>
    );
  return (
    <>
      <PriceView price={price} />
      <AnswerOf result={answer} lines={2}>
        {({ rows }) => (
          <PriceHistory
            prices={rows.filter(
              ({ key }) => key.provider === price.key.provider && key.model === price.key.model,
            )}
          />
        )}
      </AnswerOf>
    </>
  );
};
