import type { DeclaredUsage } from '@meterline/core';

/** Of two declarations for one session and model the later; at the same time one by content, whichever came first. */
export const laterDeclared = (stored: DeclaredUsage | undefined, incoming: DeclaredUsage): DeclaredUsage => {
  if (stored === undefined || incoming.at > stored.at) return incoming;
  if (incoming.at < stored.at) return stored;
  return JSON.stringify(incoming) > JSON.stringify(stored) ? incoming : stored;
};
