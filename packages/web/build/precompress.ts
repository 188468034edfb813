import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const COMPRESSIBLE = /\.(html|js|css|svg|json|txt)$/;
/** Vite's own notes on the build; nobody is served them. */
const NOTES = /^\.vite\//;

const ENCODINGS = [
  {
    ending: '.br',
    pack: (bytes: Buffer): Promise<Buffer> =>
      promisify(brotliCompress)(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }),
  },
  {
    ending: '.gz',
    pack: (bytes: Buffer): Promise<Buffer> => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
  },
] as const;

/** Writes `<file>.br` and `<file>.gz` beside every file of the build, so that the server never compresses one. */
export const precompressed = (): Plugin => ({
  name: 'precompressed',
  apply: 'build',
  writeBundle: async ({ dir }, bundle) => {
    if (dir === undefined) throw new Error('The build of the dashboard has no output folder.');
    const names = Object.keys(bundle).filter((name) => COMPRESSIBLE.test(name) && !NOTES.test(name));
    await Promise.all(names.map((name) => compress(join(dir, name))));
  },
});

const compress = async (path: string): Promise<void> => {
  const bytes = await readFile(path);
  await Promise.all(ENCODINGS.map(async ({ ending, pack }) => writeFile(path + ending, await pack(bytes))));
};
