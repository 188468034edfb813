import { findChromium } from '../../scripts/setup/chromium.ts';
import { ensureWebApp } from '../../scripts/setup/web-app.ts';

/** Before the browser tests: the dashboard as its sources are now, and a browser. Without either they fail, once. */
export const setup = (): void => {
  const built = ensureWebApp();
  if (!built.ok) throw new Error(built.message);
  const chromium = findChromium();
  if (!chromium.ok) throw new Error(chromium.message);
};
