import { statSync } from 'node:fs';
import { join } from 'node:path';
import { configPath, localPricesPath } from '../config/load-config.ts';
import { keyFilePath } from '../gateway/key-file.ts';

/** Another text whenever configuration, keys, own prices or fetched price books were written, by whatever program. */
export const settingsSignature = (home: string): string =>
  [configPath(home), keyFilePath(home), localPricesPath(home), join(home, 'price-books')]
    .map(signatureOf)
    .join('|');

const signatureOf = (path: string): string => {
  try {
    const { size, mtimeMs, ino } = statSync(path);
    return `${size}:${mtimeMs}:${ino}`;
  } catch {
    return '';
  }
};
