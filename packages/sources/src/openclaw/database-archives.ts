import { Buffer } from 'node:buffer';
import { asBuffer } from '../read/index.ts';
import type { Output, SqlReader, SqlValue } from '../source.ts';
import { type Surroundings, transcriptLines } from '../transcript-family/index.ts';
import { OPENCLAW } from './dialect.ts';

/** Archives read so far, by session and generation. A deleted one leaves the list with its row. */
export type ArchivesRead = Record<string, 1>;

/** Largest transcript that is inflated in memory; larger ones also lie as `.zst` files, which are streamed. */
const MAX_ARCHIVE_BYTES = 64 * 1024 * 1024;
const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd] as const;
/** Deleted and reset sessions, and those that were put into cold storage: each a whole transcript in one blob. */
const TABLES = ['session_transcript_archives', 'session_transcript_cold_archives'] as const;

/** Reads the blobs that are new. Those that OpenClaw also publishes as files carry the same calls, under the same keys. */
export const readArchives = (
  db: SqlReader,
  tables: ReadonlySet<string>,
  read: ArchivesRead,
  around: (session: string) => Surroundings,
  out: Output,
): void => {
  const present = new Set<string>();
  for (const table of TABLES.filter((name) => tables.has(name))) {
    for (const [session, generation] of archivesOf(db, table)) {
      const id = `${session}/${generation}`;
      present.add(id);
      if (Object.hasOwn(read, id)) continue;
      readArchive(db, table, session, generation, around(session), out);
      read[id] = 1;
    }
  }
  for (const id of Object.keys(read)) if (!present.has(id)) delete read[id];
};

const archivesOf = (db: SqlReader, table: string): [session: string, generation: string][] => {
  const rows = db.rows(`SELECT session_id, generation FROM ${table} WHERE archive_blob IS NOT NULL`);
  return [...rows].map((row) => [String(row['session_id']), String(row['generation'])]);
};

const readArchive = (
  db: SqlReader,
  table: string,
  session: string,
  generation: string,
  around: Surroundings,
  out: Output,
): void => {
  const sql = `SELECT archive_blob FROM ${table} WHERE session_id = ? AND generation = ?`;
  for (const row of db.rows(sql, session, generation)) {
    const bytes = contentOf(row['archive_blob'], out);
    if (bytes === undefined) out.issue(0, 'UNSUPPORTED_COMPRESSION', 'archive_blob');
    else readTranscript(bytes, around, out);
  }
};

const contentOf = (blob: SqlValue | undefined, out: Output): Uint8Array | undefined => {
  if (!(blob instanceof Uint8Array)) return undefined;
  return ZSTD_MAGIC.every((byte, i) => blob[i] === byte) ? out.inflateZstd(blob, MAX_ARCHIVE_BYTES) : blob;
};

const readTranscript = (bytes: Uint8Array, around: Surroundings, out: Output): void => {
  const lines = transcriptLines(OPENCLAW, () => around);
  const file = { path: '', context: null, modifiedAt: 0 };
  const whole = Buffer.concat([asBuffer(bytes), Buffer.from('\n')]);
  lines.read(whole, 0, lines.start(file), file, {
    ...out,
    issue: (_at, code, detail) => out.issue(0, code, detail),
  });
};
