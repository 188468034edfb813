import type { Context } from 'hono';
import type { App } from './app.ts';
import { dashboardPage, PLAIN_STYLE, PLAIN_STYLE_PATH } from './pages.ts';
import { staticFile } from './static-files.ts';

/** The dashboard's files, and its page for every other address: the page itself knows its places. */
export const pageRoutes = (app: App, folder: string, pageToken: string): void => {
  app.get('/api/*', (c) => c.notFound());
  app.get(PLAIN_STYLE_PATH, plainStyle);
  app.get('*', async (c) => {
    const { path } = c.req;
    const file = await staticFile(folder, path, c.req.header('accept-encoding') ?? '');
    if (file && path !== '/index.html') {
      if (isKept(c, file.etag)) return c.body(null, 304, file.headers);
      return c.body(file.bytes, 200, file.headers);
    }
    // A file that is not there is not a page: a script that got HTML would only confuse.
    if (/\.[a-z0-9]{1,12}$/i.test(path) && path !== '/index.html') return c.notFound();
    const { html, etag } = await dashboardPage(folder, pageToken);
    const headers = { etag, 'cache-control': 'no-cache' };
    return isKept(c, etag) ? c.body(null, 304, headers) : c.html(html, 200, headers);
  });
};

export const plainStyle = (c: Context): Response =>
  c.body(PLAIN_STYLE, 200, { 'content-type': 'text/css; charset=utf-8' });

/** Whether the browser has exactly this already. */
const isKept = (c: Context, etag: string): boolean =>
  (c.req.header('if-none-match') ?? '').split(/\s*,\s*/).some((tag) => tag.replace(/^W\//, '') === etag);
