// Makes the README's pictures from the demo's data: `npm run screenshot`. A terminal with the command's real output as
// SVG, and the dashboard in a real browser as PNG, light and dark.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDemoLogs } from '@meterline/sources/demo';
import { meterline } from '../test/run-meterline.ts';
import { photographDashboard } from './screenshot/dashboard.ts';
import { COLUMNS, drawTerminal } from './screenshot/terminal.ts';
import { ensureWebApp } from './setup/web-app.ts';

/** Everybody who opens the README loads them. */
const MAX_PICTURE_BYTES = 300_000;
const docs = join(import.meta.dirname, '../docs');

const keep = (name: string, picture: string | Buffer): void => {
  if (picture.length > MAX_PICTURE_BYTES) throw new Error(`docs/${name} would have ${picture.length} bytes.`);
  writeFileSync(join(docs, name), picture);
  console.log(`docs/${name}: ${Math.round(picture.length / 1000)} KB`);
};

const home = mkdtempSync(join(tmpdir(), 'meterline-screenshot-'));
writeDemoLogs(home, Date.now());
const ran = meterline(['--width', String(COLUMNS)], { env: { HOME: home, FORCE_COLOR: '1' } });
if (ran.status !== 0) throw new Error(`the command ended with ${ran.status}: ${ran.stderr}`);
keep('screenshot.svg', drawTerminal(ran.stdout, 'meterline'));

const built = ensureWebApp();
if (!built.ok) throw new Error(built.message);
for (const [theme, picture] of await photographDashboard()) keep(`dashboard-${theme}.png`, picture);
