import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, MeterlineError } from '@meterline/core';
import { csvFile, fileHead, MAX_HEAD_BYTES } from '@meterline/sources';
import { makePrivateFolder } from '../config/private-file.ts';
import { nodeFiles } from '../files/node-files.ts';
import { readHead } from '../files/source-fs.ts';
import type { ImportReport } from '../meterline.ts';
import type { Service } from '../service/service.ts';
import { fileNameOf, shownPathOf } from './file-name.ts';
import { decoded, unpacked } from './inflate.ts';
import { MAX_UPLOADS } from './limits.ts';
import { boundaryOf, fileOfForm } from './multipart.ts';
import { receive } from './receive.ts';

/** A file as somebody sends it. */
export interface Upload {
  readonly body: AsyncIterable<Uint8Array>;
  readonly contentType: string;
  readonly contentEncoding: string;
  /** Beats the name in a form. */
  readonly name?: string;
  /** Id of a source; absent: the content tells. */
  readonly source?: string;
  /** Column map of a CSV: our field → its header. */
  readonly columns?: Readonly<Record<string, string>>;
}

export interface Uploads {
  /** Its calls are in the ledger when it returns. Throws faults: then the same may be sent again. */
  take(upload: Upload): Promise<ImportReport>;
}

type Parts = Pick<Service, 'home' | 'owner' | 'owners' | 'importFile'>;

/** Files that are sent lie in the data folder until they are read; what an ended process has left there is removed. */
export const createUploads = ({ home, owner, owners, importFile }: Parts): Uploads => {
  const folder = join(home, 'uploads');
  let taken = 0;
  let open = 0;
  return {
    take: async (upload) => {
      if (open >= MAX_UPLOADS) throw new MeterlineError(TOO_MANY);
      open += 1;
      const path = join(folder, `${owner}.${++taken}${PART}`);
      try {
        makePrivateFolder(folder);
        if (taken === 1) removeLeft(folder, owners.isAlive);
        const name = await store(upload, path);
        const { source, columns } = upload;
        if (columns !== undefined) checkColumns(path, name, columns);
        const report = await importFile({
          path,
          shownAs: shownPathOf(name),
          ...(source === undefined ? {} : { source }),
          ...(columns === undefined ? {} : { columns }),
        });
        return understood(report);
      } finally {
        open -= 1;
        for (const besides of ['', ...BESIDES_DATABASE]) rmSync(`${path}${besides}`, { force: true });
      }
    },
  };
};

const PART = '.part';
/** What SQLite puts beside a file that begins like a database, once it is opened. */
const BESIDES_DATABASE = ['-wal', '-shm', '-journal'];

const removeLeft = (folder: string, isAlive: (owner: string) => boolean): void => {
  for (const name of readdirSync(folder))
    if (name.includes(PART) && !isAlive(name.split('.', 1)[0]!)) rmSync(join(folder, name), { force: true });
};

/** Gives the name that the file is known by. */
const store = async (upload: Upload, path: string): Promise<string> => {
  const { body, contentType, contentEncoding } = upload;
  let { name } = upload;
  const plain = decoded(body, contentEncoding);
  const boundary = boundaryOf(contentType);
  const file =
    boundary === undefined
      ? plain
      : fileOfForm(plain, boundary, (given) => {
          name ??= given;
        });
  await receive(unpacked(file), path);
  return fileNameOf(name?.replace(/\.(gz|zst)$/i, ''));
};

/** A mistyped name of a column is told before anything is read. */
const checkColumns = (path: string, name: string, columns: Readonly<Record<string, string>>): void => {
  const bytes = readHead(nodeFiles, path, MAX_HEAD_BYTES);
  const file = csvFile(fileHead(name, bytes, { complete: bytes.length < MAX_HEAD_BYTES }), columns);
  if (!file.ok) throw new MeterlineError(file.fault);
};

/** A file that no source could use at all is a fault; what was wrong with parts of one stands in the report. */
const understood = (report: ImportReport): ImportReport => {
  const [fault] = report.faults;
  if (fault === undefined || report.sources.some(({ files }) => files > 0)) return report;
  // Only whoever sent it can do something about it.
  if (fault.code.endsWith('_UNREADABLE'))
    throw new MeterlineError({ code: 'REQUEST_INVALID', message: fault.message });
  // Where the file lies its hint is about commands.
  throw new MeterlineError(fault.hint?.includes('meterline import') ? { ...fault, hint: UNDERSTOOD } : fault);
};

const UNDERSTOOD =
  'Understood are the logs of the agents that GET /api/sources lists, JSON lines of calls, and CSV with a header line, ' +
  'plain or packed with gzip or zstd. Say whose file it is with ?source=ID, and which column is which with ' +
  '?map=time=Date,model=Model,input=Input.';

const TOO_MANY: Fault = {
  code: 'LEDGER_LOCKED',
  message: `${MAX_UPLOADS} files are being taken at the moment.`,
  hint: 'Send it again in a moment.',
};
