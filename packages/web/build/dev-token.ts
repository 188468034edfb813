import type { Plugin } from 'vite';

const META = /<meta name="meterline-token"[^>]*>/;

/**
 * For development: the page comes from Vite, so the token that changes need is taken from the page of the running
 * Meterline at `service`. Without one the page shows what it shows when the server is gone.
 */
export const tokenOf = (service: string): Plugin => ({
  name: 'token-of-service',
  apply: 'serve',
  transformIndexHtml: async (html) => {
    const page = await fetch(service).then(
      (response) => response.text(),
      () => '',
    );
    return html.replace('</head>', `${META.exec(page)?.[0] ?? ''}</head>`);
  },
});
