import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { useCopy } from './use-copy.ts';

/** Copies the command that shows the same in a terminal. */
export const CopyCommand = ({ command }: { readonly command: string }) => {
  const [said, copy] = useCopy(command);
  return (
    <Button look="plain" small title={`Copy as command: ${command}`} onClick={copy}>
      <Icon name="terminal" />
      <span aria-live="polite" className={said === undefined ? 'hidden' : ''}>
        {said ?? 'Copy as command'}
      </span>
    </Button>
  );
};
