import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchChromium } from '../launch-chromium.ts';
import { meterlineIn, type Running, type World } from '../serve-meterline.ts';

/** One browser for the tests of a file. */
export const useBrowser = (): (() => Browser) => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  return () => {
    if (browser === undefined) throw new Error('The browser is there only while tests run.');
    return browser;
  };
};

/** A Meterline for the tests of a file, stopped after them; `started: false` leaves the start to a test. */
export const useMeterline = (world: World & { readonly started?: boolean } = {}): (() => Running) => {
  let running: Running | undefined;
  beforeAll(async () => {
    running = await meterlineIn(world);
    if (world.started ?? true) await running.start();
  });
  afterAll(() => running?.stop());
  return () => {
    if (running === undefined) throw new Error('Meterline is there only while tests run.');
    return running;
  };
};
