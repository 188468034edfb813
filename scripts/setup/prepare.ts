// What `npm start` and `npm test` need beyond node_modules: the dashboard built from the present sources and, with
// `--browser`, a Chromium for the browser tests. Run by scripts/setup.mjs; does nothing when nothing changed.
import { ensureChromium } from './chromium.ts';
import { ensureWebApp } from './web-app.ts';

const built = ensureWebApp();
if (!built.ok) {
  console.error(built.message);
  process.exit(1);
}
// Without a Chromium the other tests still run, and the browser's tests fail with this very sentence.
if (process.argv.includes('--browser')) {
  const found = ensureChromium();
  if (!found.ok) console.error(found.message);
}
