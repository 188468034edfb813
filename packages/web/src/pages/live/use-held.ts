import { useState } from 'react';

/** What a value was when it began to be held; the value itself while it is not. */
export const useHeld = <T>(value: T, isHeld: boolean): T => {
  const [kept, setKept] = useState(value);
  if (isHeld) return kept;
  if (kept !== value) setKept(value);
  return value;
};
