import { writeDemoLogs } from '@meterline/sources/demo';
import type { TestProject } from 'vitest/node';
import { ensureWebApp } from '../../scripts/setup/web-app.ts';
import { serveChromium } from '../launch-chromium.ts';
import { meterlineIn } from '../serve-meterline.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the browser that all test files share. */
    readonly chromium: string;
    /** A Meterline with the demo's data, for tests that only look. */
    readonly demo: { readonly home: string; readonly url: string };
  }
}

/**
 * Before the browser tests: the dashboard as its sources are now, a browser, and a Meterline to look at. Without any of
 * them the tests fail, once.
 */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const built = ensureWebApp();
  if (!built.ok) throw new Error(built.message);
  const chromium = await serveChromium();
  const demo = await meterlineIn({ fill: (home) => writeDemoLogs(home, Date.now()) });
  await demo.start();
  project.provide('chromium', chromium.wsEndpoint());
  project.provide('demo', { home: demo.home, url: demo.url });
  return async () => {
    await chromium.close();
    await demo.stop();
  };
};
