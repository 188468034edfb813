import { type Browser, type BrowserServer, chromium } from 'playwright-core';
import { findChromium } from '../scripts/setup/chromium.ts';
import { throwAway } from './run-meterline.ts';

/** A quiet browser that talks to the dashboard only; a container's root has no sandbox. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where the browser is and how it is started; throws the advice of the search where there is none. */
const launch = () => {
  const found = findChromium();
  if (!found.ok) throw new Error(found.message);
  const env = { ...process.env, HOME: throwAway('chromium') };
  return { executablePath: found.path, args: FLAGS, chromiumSandbox: false, env };
};

export const launchChromium = (): Promise<Browser> => chromium.launch(launch());

/** A browser that several processes use; they connect to its `wsEndpoint()`. */
export const serveChromium = (): Promise<BrowserServer> => chromium.launchServer(launch());
