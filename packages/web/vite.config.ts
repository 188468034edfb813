import { join } from 'node:path';
import { defineConfig } from 'vite';
import { tokenOf } from './build/dev-token.ts';
import { precompressed } from './build/precompress.ts';

/** `npm run dev` in one terminal, `npm start` in another: the development server asks the real one for data. */
const SERVICE = 'http://127.0.0.1:6383';

/**
 * The oldest browsers that know `light-dark()`, nesting and popovers (spring 2024): with older ones as target, Vite would
 * replace them with workarounds.
 */
const BROWSERS = ['chrome123', 'edge123', 'firefox128', 'safari17.5'];

/**
 * What the first page needs is one file, all other pages are another: they share so much that a file for each page
 * would be 10 KB more in all (gzip), and for the first page itself 5 KB and a second way to the server.
 */
const PARTS = [
  { name: 'first', priority: 2, test: /web\/src\/(main|shell|pages\/overview)/ },
  { name: 'pages', priority: 1, test: /web\/src\/pages\// },
];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [precompressed(), tokenOf(SERVICE)],
  resolve: {
    alias: {
      // The dashboard and its libraries are written for React and run on Preact (docs/adr/0010-react-code-on-preact.md).
      'react/jsx-runtime': 'preact/jsx-runtime',
      'react-dom/client': 'preact/compat/client',
      'react-dom': 'preact/compat',
      react: 'preact/compat',
      'use-sync-external-store/shim/index.js': join(import.meta.dirname, 'build/own-store-hook.ts'),
    },
  },
  build: {
    target: BROWSERS,
    cssTarget: BROWSERS,
    // The Content-Security-Policy admits files of this origin only: nothing inline, no data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    // Read by scripts/build: whose licences go with the published package.
    license: { fileName: '.vite/licences.json' },
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: PARTS } } },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: SERVICE, changeOrigin: true, headers: { origin: SERVICE } },
    },
  },
});
