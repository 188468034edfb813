import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A page of HTML and the tag under which a browser keeps it. */
export interface Page {
  readonly html: string;
  readonly etag: string;
}

const pageOf = (html: string): Page => ({
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
    return pageOf(
      html.replace('</head>', `<meta name="meterline-token" content="${pageToken}" />\n  </head>`),
    );
  } catch {
    return NOT_BUILT;
  }
};

/** Of the pages that the server makes itself; a file, since the Content-Security-Policy admits nothing inline. */
export const PLAIN_STYLE_PATH = '/plain.css';
export const PLAIN_STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#f6f7f9, #101418); color: light-dark(#1b2430, #e6ebf2); }
main { max-width: 26rem; margin: 15vh auto 0; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
form { display: flex; gap: .5rem; align-items: end; flex-wrap: wrap; }
label { display: grid; gap: .25rem; flex: 1 1 14rem; }
input, button { font: inherit; padding: .5rem .75rem; border-radius: .4rem; border: 1px solid light-dark(#75808f, #7c8898); }
input { background: light-dark(#fff, #181e25); color: inherit; }
button { background: light-dark(#1f5fbf, #79b0ff); color: light-dark(#fff, #0b1220); border-color: transparent; cursor: pointer; }
:focus-visible { outline: 3px solid light-dark(#1f5fbf, #79b0ff); outline-offset: 2px; }
#says { min-height: 1.5em; color: light-dark(#a3200d, #ff9d8f); }
`;

const plainPage = (title: string, body: string): Page =>
  pageOf(`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
    <link rel="stylesheet" href="${PLAIN_STYLE_PATH}" />
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
      <p>This Meterline opens with the token that it was started with.</p>
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
