/** Bytes of sealed days that are kept in memory: those of some months of a large ledger. */
const BYTES_MAX = 128 * 1024 * 1024;

/** What was read last, by number. What a number stands for never changes, so nothing here can be out of date. */
export interface PartCache {
  get(id: number, read: () => Uint8Array): Uint8Array;
}

export const createPartCache = (bytesMax = BYTES_MAX): PartCache => {
  // A Map goes through its keys in the order in which they were set: the first one was not asked for longest.
  const parts = new Map<number, Uint8Array>();
  let bytes = 0;
  const forget = (id: number, part: Uint8Array): void => {
    parts.delete(id);
    bytes -= part.byteLength;
  };
  return {
    get: (id, read) => {
      const known = parts.get(id);
      if (known !== undefined) forget(id, known);
      const part = known ?? read();
      parts.set(id, part);
      bytes += part.byteLength;
      for (const [oldest, old] of parts) {
        if (bytes <= bytesMax) break;
        forget(oldest, old);
      }
      return part;
    },
  };
};
