import { type Filter, filterText } from '@meterline/core';
import { useAnswer } from '../data/use-answer.ts';
import { plural } from '../format/count.ts';
import { dimensionName, valueName } from '../format/name.ts';
import { useView } from '../state/use-view.ts';
import { questionOf, withoutFilter } from '../state/view.ts';
import { Button } from './button.tsx';
import { Empty } from './panel.tsx';
import './no-calls.css';

/** More filters than these are better taken away together. */
const MOST_OFFERED = 5;

/** No call fits the question: says which part of it to drop, and what there is without it. */
export const NoCalls = () => {
  const { view, change } = useView();
  if (view.where.length === 0)
    return (
      <Empty title="No calls here.">
        <p>Nothing was recorded in this time. Choose a longer one.</p>
        <Button onClick={() => change({ period: 'all', from: undefined, to: undefined })}>
          Show all time
        </Button>
      </Empty>
    );
  return (
    <Empty title="No calls here.">
      <p>No call in this time has all the chosen values. Drop one of them:</p>
      <ul className="no-calls">
        {view.where.slice(0, MOST_OFFERED).map((filter) => (
          <li key={filterText(filter)}>
            <Drop filter={filter} />
          </li>
        ))}
        {view.where.length > 1 && (
          <li>
            <Button look="plain" onClick={() => change({ where: [] })}>
              Remove all filters
            </Button>
          </li>
        )}
      </ul>
    </Empty>
  );
};

/** Takes a filter away; says how many calls there are then. */
const Drop = ({ filter }: { readonly filter: Filter }) => {
  const { view, unfilter } = useView();
  const { data } = useAnswer('/usage', { ...questionOf(withoutFilter(view, filter)), limit: 1 });
  const { dimension, op, value } = filter;
  const name = `${dimensionName(dimension)} ${op === '=' ? 'is' : 'is not'} ${valueName(dimension, value)}`;
  return (
    <>
      <Button title={value ?? 'not set'} onClick={() => unfilter(filter)}>
        Drop “{name}”
      </Button>
      {data !== undefined && (
        <span>
          {data.totals.calls === 0 ? 'still no calls' : `then ${plural(data.totals.calls, 'call')}`}
        </span>
      )}
    </>
  );
};
