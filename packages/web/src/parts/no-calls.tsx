import { useView } from '../state/use-view.ts';
import { Button } from './button.tsx';
import { Empty } from './panel.tsx';

/** No call fits the question: says which part of it to drop. */
export const NoCalls = () => {
  const { view, change } = useView();
  const filtered = view.where.length > 0;
  return (
    <Empty title="No calls here.">
      <p>
        {filtered
          ? 'No call in this time has all the chosen values.'
          : 'Nothing was recorded in this time. Choose a longer one.'}
      </p>
      {filtered ? (
        <Button onClick={() => change({ where: [] })}>Remove all filters</Button>
      ) : (
        <Button onClick={() => change({ period: 'all', from: undefined, to: undefined })}>
          Show all time
        </Button>
      )}
    </Empty>
  );
};
