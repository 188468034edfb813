import { Button } from './button.tsx';
import { useCopy } from './use-copy.ts';

/** Copies a text that stands beside it. `what` tells those who listen what is copied. */
export const CopyText = ({ text, what }: { readonly text: string; readonly what: string }) => {
  const [said, copy] = useCopy(text);
  return (
    <Button look="plain" small onClick={copy}>
      <span aria-live="polite">{said ?? 'Copy'}</span>
      <span className="hidden"> {what}</span>
    </Button>
  );
};
