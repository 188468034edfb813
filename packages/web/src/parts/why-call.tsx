import type { MouseEvent } from 'react';
import { useCallAddress } from './call-address.ts';
import { CallCost, type CallRow } from './call-cost.tsx';
import './why.css';

/** The cost of a call as the way to its arithmetic: a link to this page with the call's panel open. */
export const WhyCall = ({ call: { id, cost } }: { readonly call: Pick<CallRow, 'id' | 'cost'> }) => {
  const { addressOf, open } = useCallAddress();
  return (
    <a
      className="why"
      href={addressOf(id)}
      title="Why this number?"
      onClick={(event: MouseEvent) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        open(id);
      }}
    >
      <CallCost cost={cost} />
    </a>
  );
};
