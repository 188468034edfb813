import { useState } from 'react';

const SAID_FOR_MS = 1800;

/** Copies a text, and for a moment what came of it. */
export const useCopy = (text: string): readonly [said: string | undefined, copy: () => void] => {
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
  return [said, () => void copy()];
};
