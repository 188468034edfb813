import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDemoLogs } from '@meterline/sources/demo';
import { launchChromium } from '../../test/launch-chromium.ts';
import { meterlineIn } from '../../test/serve-meterline.ts';

const VIEW = { width: 1280, height: 1200 };
/** Below the chart, before the cards that follow. */
const MARGIN = 16;
/** What the page shows where figures are on their way. */
const WAITING = '[aria-busy="true"], [role="status"][aria-label="Loading"]';
export const THEMES = ['light', 'dark'] as const;

/** The first page of the dashboard with the demo's data, as PNG: one picture a theme. */
export const photographDashboard = async (): Promise<ReadonlyMap<(typeof THEMES)[number], Buffer>> => {
  const home = mkdtempSync(join(tmpdir(), 'meterline-screenshot-'));
  const meterline = await meterlineIn({ home, fill: () => writeDemoLogs(home, Date.now()) });
  const browser = await launchChromium();
  try {
    await meterline.start();
    const pictures = new Map<(typeof THEMES)[number], Buffer>();
    for (const theme of THEMES) {
      const page = await browser.newPage({
        viewport: VIEW,
        colorScheme: theme,
        reducedMotion: 'reduce',
        locale: 'en-US',
      });
      await page.goto(meterline.url);
      await page.locator('main h1').first().waitFor();
      await page.locator(WAITING).first().waitFor({ state: 'detached' });
      const chart = await page.locator('.chart-card').boundingBox();
      const height = chart === null ? VIEW.height : Math.round(chart.y + chart.height + MARGIN);
      pictures.set(theme, await page.screenshot({ clip: { x: 0, y: 0, width: VIEW.width, height } }));
      await page.close();
    }
    return pictures;
  } finally {
    await browser.close();
    await meterline.stop();
  }
};
