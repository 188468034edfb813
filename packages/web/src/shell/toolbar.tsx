import { Button } from '../parts/button.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { useView } from '../state/use-view.ts';
import { FilterChips } from './filter-chips.tsx';
import { RangePicker } from './range-picker.tsx';
import './toolbar.css';

const METRIC_TEXTS = [
  { value: 'cost', text: 'Cost', title: 'At API list price' },
  { value: 'tokens', text: 'Tokens' },
  { value: 'calls', text: 'Calls' },
] as const;

/** The question that the whole page answers: when, what of it, and where it measures: compared with what, in what. */
export const Toolbar = ({ measures }: { readonly measures: boolean }) => {
  const { view, change } = useView();
  return (
    <section className="toolbar" aria-label="What is shown">
      <div className="toolbar-row">
        <RangePicker />
        {measures && (
          <Button
            small
            look={view.compare ? 'normal' : 'plain'}
            aria-pressed={view.compare}
            title="The same part of the period before (x)"
            onClick={() => change({ compare: !view.compare })}
          >
            Compare
          </Button>
        )}
        <FilterChips />
        {measures && (
          <div className="toolbar-end">
            <Segmented
              label="Measure of the page"
              options={METRIC_TEXTS}
              value={view.metric}
              onChange={(metric) => change({ metric })}
            />
          </div>
        )}
      </div>
    </section>
  );
};
