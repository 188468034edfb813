import { type ComponentType, lazy } from 'react';

const LOADERS: (() => Promise<unknown>)[] = [];
/** The first page has its figures by then. */
const LATER_MS = 1500;

/** A part of the dashboard that is loaded when it is first shown, or when there is time. */
export const lazyPage = (load: () => Promise<ComponentType>): ComponentType => {
  LOADERS.push(load);
  return lazy(async () => ({ default: await load() }));
};

/**
 * Loads every page once the first one is shown, so that the others open at once and also while the server is away. What
 * cannot be loaded now is loaded when it is shown. Gives what calls it off.
 */
export const loadPagesLater = (): (() => void) => {
  const timer = setTimeout(() => {
    for (const load of LOADERS) load().catch(() => undefined);
  }, LATER_MS);
  return () => clearTimeout(timer);
};
