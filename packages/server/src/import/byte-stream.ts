import type { OpenFile } from '../files/files.ts';

/** The bytes of a file one after the other, inflated where it is compressed. */
export interface ByteStream {
  /** Fills the beginning of `into`; gives the bytes that it wrote, 0 at the end. */
  read(into: Uint8Array): number | Promise<number>;
  /** Bytes of the file itself that were used up so far. */
  used(): number;
}

export const plainStream = (file: OpenFile, from: number): ByteStream => {
  let position = from;
  return {
    read: (into) => {
      const got = file.read(into, position);
      position += got;
      return got;
    },
    used: () => position - from,
  };
};
