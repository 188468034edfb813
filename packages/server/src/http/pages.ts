import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A page of HTML and the tag under which a browser keeps it. */
export interface Page {
  readonly html: string;
  readonly etag: string;
}

const page = (html: string): Page => ({
  html,
  etag: `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`,
});

/**
 * The dashboard's page, with the token that its changes are recognised by; read anew each time, since the dashboard may
 * be built again under a running server.
 */
export const dashboardPage = async (folder: string, pageToken: string): Promise<Page> => {
  try {
    const html = await readFile(join(folder, 'index.html'), 'utf8');
    return page(html.replace('</head>', `<meta name="meterline-token" content="${pageToken}" />\n  </head>`));
  } catch {
    return NOT_BUILT;
  }
};

const plainPage = (title: string, body: string): Page =>
  page(`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
  </head>
  <body>
    <main>
${body}
    </main>
  </body>
</html>
`);

const NOT_BUILT = plainPage(
  'Meterline',
  `      <h1>The dashboard is not built</h1>
      <p>Meterline runs and records; only its pages are missing. In a clone, <code>npm start</code> builds them. The same figures are in the terminal: <code>meterline --help</code>. The API answers under <a href="/api/openapi.json">/api</a>.</p>`,
);

/** Asks for the token, or takes it out of the address (`/#token=…`), where no log and no server ever sees it. */
export const LOGIN_PAGE = plainPage(
  'Meterline: token',
  `      <h1>Meterline</h1>
      <p>This Meterline can be reached by others, so it asks for the token that it was started with.</p>
      <form id="login" method="post" action="/api/login">
        <label>Token <input id="token" type="password" autocomplete="current-password" required /></label>
        <button>Open</button>
      </form>
      <p id="says" role="status"></p>
      <noscript>The dashboard needs JavaScript.</noscript>
      <script type="module" src="/login.js"></script>`,
);

export const LOGIN_SCRIPT_PATH = '/login.js';

/** Served as a file: the Content-Security-Policy admits nothing inline. */
export const LOGIN_SCRIPT = `const says = document.getElementById('says');
const login = async (token) => {
  const answer = await fetch('/api/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  if (answer.ok) location.reload();
  else says.textContent = 'That is not the token of this Meterline.';
};
document.getElementById('login').addEventListener('submit', (event) => {
  event.preventDefault();
  login(document.getElementById('token').value);
});
const given = new URLSearchParams(location.hash.slice(1)).get('token');
if (given !== null) {
  history.replaceState(null, '', location.pathname + location.search);
  login(given);
}
`;
