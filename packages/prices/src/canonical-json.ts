import { createHash } from 'node:crypto';

/** JSON with keys in order and no white space: equal values have equal text. Absent members are left out. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
};

/** Version of a book: sha-256 (hex) of its canonical JSON without the field `version` itself. */
export const versionOf = (book: object): string => {
  const { version: _own, ...rest } = book as Record<string, unknown>;
  return createHash('sha256').update(canonicalJson(rest)).digest('hex');
};
