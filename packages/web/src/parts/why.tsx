import { type MouseEvent, type ReactNode, useRef, useState } from 'react';
import { useCallAddress } from './call-address.ts';
import { SumFacts, type SummedUp } from './why-facts.tsx';
import { Popover } from './why-popover.tsx';
import './why.css';

/** The cost of a call as the way to its arithmetic: a link to this page with the call's panel open. */
export const WhyCall = ({ id, children }: { readonly id: string; readonly children: ReactNode }) => {
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
      {children}
    </a>
  );
};

/** A sum of costs; clicking it says what was added up and what is missing in it. */
export const WhySum = ({ children, ...sum }: SummedUp & { readonly children: ReactNode }) => {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="why"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        {children}
        <span className="hidden">: why this number?</span>
      </button>
      {open && (
        <Popover anchor={button} label={`What ${sum.what} cost`} onClose={() => setOpen(false)}>
          <SumFacts {...sum} />
        </Popover>
      )}
    </>
  );
};
