import type { Context } from 'hono';
import type { AccessToken } from './access-token.ts';
import { plainStyle } from './page-routes.ts';
import { LOGIN_PAGE, LOGIN_SCRIPT, LOGIN_SCRIPT_PATH, PLAIN_STYLE_PATH } from './pages.ts';
import { problemResponse } from './problem.ts';

/** What whoever has not shown the token gets: the page that asks for it, its script, or a refusal. */
export const askForToken = (c: Context): Response => {
  const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
  if (reads && c.req.path === LOGIN_SCRIPT_PATH)
    return c.body(LOGIN_SCRIPT, 200, { 'content-type': 'text/javascript; charset=utf-8' });
  if (reads && c.req.path === PLAIN_STYLE_PATH) return plainStyle(c);
  if (reads && !c.req.path.startsWith('/api') && (c.req.header('accept') ?? '').includes('text/html'))
    return c.html(LOGIN_PAGE.html, 401);
  return problemResponse(
    {
      code: 'TOKEN_REQUIRED',
      message: 'This Meterline answers only with the token that it was started with.',
      hint: 'Send it as `Authorization: Bearer …`, or open the page and give it there.',
    },
    { 'www-authenticate': 'Bearer' },
  );
};

/** `{"token": "…"}` for a cookie. Without a token there is nothing to log in to, which is as good as done. */
export const answerLogin = async (c: Context, access: AccessToken | undefined): Promise<Response> => {
  if (!access) return c.body(null, 204);
  const body: unknown = await c.req.json();
  const given = typeof body === 'object' && body !== null && 'token' in body ? body.token : undefined;
  if (typeof given !== 'string' || !access.matches(given))
    return problemResponse({ code: 'TOKEN_REQUIRED', message: 'That is not the token of this Meterline.' });
  return c.body(null, 204, { 'set-cookie': access.cookie() });
};
