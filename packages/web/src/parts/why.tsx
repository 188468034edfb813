import { type ReactNode, useRef, useState } from 'react';
import { SumFacts, type SummedUp } from './why-facts.tsx';
import { Popover } from './why-popover.tsx';
import './why.css';

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
