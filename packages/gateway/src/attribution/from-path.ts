import { attributionOf, type CallAttribution } from './attribution.ts';

const PREFIX = '/with/';

/**
 * For clients that cannot set headers: `/with/feature=summary,user=42/openai/v1/…` is `/openai/v1/…` of that feature and
 * user. Values are percent-encoded where they need it.
 */
export const fromPath = (
  path: string,
): { readonly attribution: CallAttribution; readonly path: string } | undefined => {
  if (!path.startsWith(PREFIX)) return undefined;
  const end = path.indexOf('/', PREFIX.length);
  if (end === -1) return undefined;
  const entries = path
    .slice(PREFIX.length, end)
    .split(',')
    .flatMap((pair): [string, string][] => {
      const at = pair.indexOf('=');
      const value = decoded(pair.slice(at + 1));
      return at === -1 || value === undefined ? [] : [[decoded(pair.slice(0, at)) ?? '', value]];
    });
  return { attribution: attributionOf(entries), path: path.slice(end) };
};

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};
