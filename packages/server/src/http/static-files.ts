import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** One file of the built dashboard, in the encoding that was asked for. */
export interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
  readonly etag: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Smaller ones first; written beside the files when the dashboard is built. */
const ENCODINGS = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const;

/** Files below `assets/` carry a hash of their content in their names. */
const HASHED = /^\/assets\//;
const IMMUTABLE = 'public, max-age=31536000, immutable';
const REVALIDATED = 'no-cache';

/** Undefined when there is no such file. Only files of known types are given, and none that begins with a dot. */
export const staticFile = async (
  folder: string,
  path: string,
  acceptEncoding: string,
): Promise<StaticFile | undefined> => {
  const relative = safePath(path);
  const type = TYPES[extname(path)];
  if (relative === undefined || type === undefined) return undefined;
  const whole = join(folder, relative);
  for (const encoding of [...ENCODINGS.filter(({ name }) => accepts(acceptEncoding, name)), undefined]) {
    const read = await readWithTag(`${whole}${encoding?.ending ?? ''}`);
    if (!read) continue;
    return {
      bytes: read.bytes,
      etag: read.etag,
      headers: {
        'content-type': type,
        'cache-control': HASHED.test(path) ? IMMUTABLE : REVALIDATED,
        vary: 'accept-encoding',
        etag: read.etag,
        'content-length': String(read.bytes.length),
        ...(encoding ? { 'content-encoding': encoding.name } : {}),
      },
    };
  }
  return undefined;
};

/** The path below the folder; undefined for whatever could lead out of it, and for hidden files. */
const safePath = (path: string): string | undefined => {
  try {
    const decoded = decodeURIComponent(path);
    return /^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/.test(decoded) ? decoded.slice(1) : undefined;
  } catch {
    return undefined;
  }
};

/** `br;q=0` refuses. */
const accepts = (acceptEncoding: string, name: string): boolean =>
  acceptEncoding
    .split(',')
    .map((part) => part.trim().split(/\s*;\s*/))
    .some(([offered, quality]) => offered === name && !/^q=0(\.0*)?$/.test(quality ?? ''));

const readWithTag = async (
  path: string,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; etag: string } | undefined> => {
  try {
    const { size, mtimeMs } = await stat(path);
    const bytes = await readFile(path);
    return { bytes, etag: `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}-${path.slice(-2)}"` };
  } catch {
    return undefined;
  }
};
