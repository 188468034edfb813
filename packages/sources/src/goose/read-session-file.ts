import { recordAt, textOf, valueAt } from '../read/fields.ts';
import { type Ladder, newLadder } from '../read/snapshot-ladder.ts';
import { baseName } from '../read/walk.ts';
import type { DocumentReader } from '../source.ts';
import { countsIn, emitRise } from './totals.ts';

const MAX_SESSION_BYTES = 64 * 1024 * 1024;
/** The first line holds metadata only. */
const MAX_METADATA_BYTES = 64 * 1024;

/** Sessions of Goose before it had a database: a first line with totals, rewritten with the file. */
export const sessionFileReader: DocumentReader<Ladder> = {
  kind: 'document',
  start: () => newLadder(),
  maxBytes: MAX_SESSION_BYTES,
  read: (bytes, state, file, out) => {
    const metadata = firstLine(bytes);
    if (metadata === undefined) {
      out.issue(0, 'BAD_JSON');
      return;
    }
    const counts = countsIn(metadata, 0, out);
    if (counts === undefined) return;
    const session = {
      id: baseName(file.path).replace(/\.jsonl$/, ''),
      updatedAt: Math.floor(file.modifiedAt),
      counts,
      folder: textOf(valueAt(metadata, 'working_dir')),
      provider: textOf(valueAt(metadata, 'provider_name')),
      model: textOf(valueAt(recordAt(metadata, 'model_config'), 'model_name')),
      schedule: textOf(valueAt(metadata, 'schedule_id')),
    };
    emitRise(session, state, 0, out);
  },
};

const firstLine = (bytes: Uint8Array): unknown => {
  const [line = ''] = new TextDecoder().decode(bytes.subarray(0, MAX_METADATA_BYTES)).split('\n', 1);
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
