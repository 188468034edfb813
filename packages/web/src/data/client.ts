import { apiClient } from '@meterline/api/client';

const tokenIn = (page: Document): string =>
  page.querySelector<HTMLMetaElement>('meta[name="meterline-token"]')?.content ?? '';

let token = tokenIn(document);

/** The API of the server that gave this page. A server that was started again gives its new token with the page. */
export const client = apiClient({
  fetch: (url, init) => fetch(url, init),
  token: () => token,
  renewToken: async () => {
    const page = await (await fetch('/', { headers: { accept: 'text/html' } })).text();
    token = tokenIn(new DOMParser().parseFromString(page, 'text/html'));
  },
});
