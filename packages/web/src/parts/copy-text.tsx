import { useState } from 'react';
import { Button } from './button.tsx';

const SAID_FOR_MS = 1800;

/** Copies a text that stands beside it. `what` tells those who listen what is copied. */
export const CopyText = ({ text, what }: { readonly text: string; readonly what: string }) => {
  const [said, setSaid] = useState<string>();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Not allowed');
    }
    setTimeout(() => setSaid(undefined), SAID_FOR_MS);
  };
  return (
    <Button look="plain" small onClick={() => void copy()}>
      <span aria-live="polite">{said ?? 'Copy'}</span>
      <span className="hidden"> {what}</span>
    </Button>
  );
};
