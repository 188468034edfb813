import { Button } from '../../parts/button.tsx';
import { Select } from '../../parts/select.tsx';
import { useOwnParam } from '../../state/use-own-param.ts';
import { type AskedStatus, type CallsAsked, STATUS_TEXTS } from './calls-asked.ts';

const OPTIONS = [
  { value: 'all', text: 'Any' },
  ...(Object.keys(STATUS_TEXTS) as AskedStatus[]).map((value) => ({ value, text: STATUS_TEXTS[value] })),
] as const;

/** How the calls ended, and whether their price is known. */
export const OutcomeFilter = ({ asked: { status, unpriced } }: { readonly asked: CallsAsked }) => {
  const [, setStatus] = useOwnParam('status');
  const [, setUnpriced] = useOwnParam('unpriced');
  return (
    <>
      <Select
        label="Status"
        options={OPTIONS}
        value={status ?? 'all'}
        onChange={(chosen) => setStatus(chosen === 'all' ? null : chosen)}
      />
      <Button
        small
        aria-pressed={unpriced === 'yes'}
        title="Only calls that have no known price"
        onClick={() => setUnpriced(unpriced === 'yes' ? null : 'yes')}
      >
        Not priced
      </Button>
    </>
  );
};
