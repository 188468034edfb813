import { useState } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

const SAID_FOR_MS = 1800;

/** Copies the command that shows the same in a terminal. */
export const CopyCommand = ({ command }: { readonly command: string }) => {
  const [said, setSaid] = useState<string>();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(command);
      setSaid('Copied');
    } catch {
      setSaid('Not allowed');
    }
    setTimeout(() => setSaid(undefined), SAID_FOR_MS);
  };
  return (
    <Button look="plain" small title={`Copy as command: ${command}`} onClick={() => void copy()}>
      <Icon name="terminal" />
      <span aria-live="polite" className={said === undefined ? 'hidden' : ''}>
        {said ?? 'Copy as command'}
      </span>
    </Button>
  );
};
