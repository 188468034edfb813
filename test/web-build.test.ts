import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureWebApp, WEB_DIST } from '../scripts/setup/web-app.ts';
import { measureWebApp } from '../scripts/setup/web-size.ts';

/** Design §10. */
const MAX_JS_BYTES = 150_000;

describe('the built dashboard', () => {
  let files: string[] = [];
  beforeAll(() => {
    expect(ensureWebApp()).toEqual({ ok: true });
    files = readdirSync(WEB_DIST, { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.startsWith('.vite') && statSync(join(WEB_DIST, name)).isFile())
      .map((name) => name.replaceAll('\\', '/'));
  });

  it('is at most 150 KB of JavaScript as it travels', () => {
    const { allJs, firstView } = measureWebApp();
    console.log(`dashboard: ${allJs} B of JavaScript, ${firstView} B for the first view (gzip)`);
    expect(allJs).toBeLessThanOrEqual(MAX_JS_BYTES);
    expect(firstView).toBeGreaterThan(0);
  });

  it('leaves the other pages for later', () => {
    const { allJs, later } = measureWebApp();
    const laterJs = later
      .filter(({ file }) => file.endsWith('.js'))
      .reduce((sum, { bytes }) => sum + bytes, 0);
    expect(laterJs).toBeGreaterThan(allJs / 10);
  });

  it('has beside each file what a browser that takes br or gzip gets, and it is the same', () => {
    const plain = files.filter((name) => /\.(html|js|css|svg|json|txt)$/.test(name));
    expect(plain).toContain('index.html');
    for (const name of plain) {
      const path = join(WEB_DIST, name);
      const bytes = readFileSync(path);
      expect(gunzipSync(readFileSync(`${path}.gz`)).equals(bytes), `${name}.gz`).toBe(true);
      expect(brotliDecompressSync(readFileSync(`${path}.br`)).equals(bytes), `${name}.br`).toBe(true);
    }
  });

  it('has a hash in the name of every file but the page', () => {
    const plain = files.filter((name) => !/\.(br|gz)$/.test(name));
    expect(plain.filter((name) => !/^assets\/[^/]+-[\w-]{8}\.\w+$/.test(name))).toEqual(['index.html']);
  });

  it('has nothing inline that its Content-Security-Policy would refuse, and asks no other host', () => {
    const html = readFileSync(join(WEB_DIST, 'index.html'), 'utf8');
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|data:/i);
    expect([...html.matchAll(/<script[^>]*>([^<]*)/g)].map((match) => match[1]?.trim()).join('')).toBe('');
    expect(html).not.toMatch(/(src|href)="(?!\/)/);
    const styles = files
      .filter((name) => name.endsWith('.css'))
      .map((name) => readFileSync(join(WEB_DIST, name), 'utf8'));
    expect(styles.join('\n')).not.toMatch(/@import|url\(\s*['"]?(https?:|\/\/|data:)|@font-face/);
  });

  it('is not built again while its sources stay', () => {
    const builtAt = statSync(join(WEB_DIST, 'index.html')).mtimeMs;
    expect(ensureWebApp()).toEqual({ ok: true });
    expect(statSync(join(WEB_DIST, 'index.html')).mtimeMs).toBe(builtAt);
  });

  it('has no source map', () => {
    expect(files.filter((name) => name.endsWith('.map'))).toEqual([]);
  });
});
