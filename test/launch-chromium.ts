import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../scripts/setup/chromium.ts';

/** A quiet browser that talks to the dashboard only; a container's root has no sandbox. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launchChromium = (): Promise<Browser> => {
  const found = findChromium();
  if (!found.ok) throw new Error(found.message);
  return chromium.launch({ executablePath: found.path, args: CHROMIUM_FLAGS, chromiumSandbox: false });
};
