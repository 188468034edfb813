import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { meterlineIn, type Running, type Served, servedAt, type World } from '../serve-meterline.ts';

/** What the browser waits for comes within this time, or never; also where both cores are busy. */
const PATIENCE_MS = 30_000;

/** A profile of its own for the tests of a file, in the browser that all share. */
export const useBrowser = (): (() => BrowserContext) => {
  let browser: Browser | undefined;
  let context: BrowserContext | undefined;
  beforeAll(async () => {
    browser = await chromium.connect(inject('chromium'));
    context = await browser.newContext({
      reducedMotion: 'reduce',
      locale: 'en-US',
      timezoneId: 'UTC',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(PATIENCE_MS);
  });
  afterAll(() => browser?.close());
  return () => {
    if (context === undefined) throw new Error('The browser is there only while tests run.');
    return context;
  };
};

/** The Meterline with the demo's data that all tests share: they look at it and change nothing. */
export const useDemo = (): (() => Served) => {
  const { url, home } = inject('demo');
  const demo = servedAt(url, home);
  return () => demo;
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
