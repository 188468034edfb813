import { ok, type Result } from '@meterline/core';
import type { Setting } from './client-link.ts';

/** Sets variables in a file of `NAME=value` lines and leaves every other line as it is. */
export const editEnv = (text: string, settings: readonly Setting[]): Result<string> => {
  let edited = text;
  for (const { path, value } of settings) {
    const name = path[0]!;
    const line = `${name}=${String(value)}`;
    const standing = new RegExp(`^(export +)?${name}=.*$`, 'm');
    if (standing.test(edited)) edited = edited.replace(standing, (_, word = '') => `${word}${line}`);
    else edited += `${edited === '' || edited.endsWith('\n') ? '' : '\n'}${line}\n`;
  }
  return ok(edited);
};
