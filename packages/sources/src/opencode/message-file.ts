import type { IssueCode } from '@meterline/core';
import { isRecord, parseDocument, recordAt, textOf, timeOf } from '../read/index.ts';
import type { DocumentReader, FileInfo, Json } from '../source.ts';
import { callOf, type MessagePlace } from './message.ts';

/** A message's file holds no text, only its numbers; this is far above any. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** What `storage/session/<project>/<session>.json` says, as discovery hands it on. */
export interface SessionContext {
  readonly app: string;
  readonly session?: string;
  readonly parentSession?: string;
  readonly directory?: string;
  readonly createdAt?: number;
}

/** `storage/message/<session>/<message>.json`: the layout before the database. Same ids as there. */
export const messageFile: DocumentReader<Record<string, never>> = {
  kind: 'document',
  maxBytes: MAX_MESSAGE_BYTES,
  start: () => ({}),
  read: (bytes, _state, file, out) => {
    const data = parseDocument(bytes);
    const onBad = (code: IssueCode, detail?: string): void => out.issue(0, code, detail);
    if (!isRecord(data)) onBad('BAD_JSON');
    const call = isRecord(data) ? callOf(data, placeOf(data, file), onBad) : undefined;
    if (call) out.event(call);
  },
};

const placeOf = (data: Readonly<Record<string, unknown>>, file: FileInfo): MessagePlace => {
  const context = (file.context ?? { app: 'opencode' }) as unknown as SessionContext;
  return {
    app: context.app,
    id: textOf(data['id']),
    session: textOf(data['sessionID']) ?? context.session,
    parentSession: context.parentSession,
    directory: context.directory,
    sessionCreatedAt: context.createdAt,
  };
};

/** The part of a session's file that matters to its messages. */
export const sessionContextOf = (app: string, session: string, file: unknown): Json => {
  const context: Record<string, Json> = { app, session };
  const parent = textOf(recordAt({ file }, 'file')?.['parentID']);
  const directory = textOf(recordAt({ file }, 'file')?.['directory']);
  const createdAt = timeOf(recordAt(recordAt({ file }, 'file'), 'time')?.['created']);
  if (parent !== undefined) context['parentSession'] = parent;
  if (directory !== undefined) context['directory'] = directory;
  if (createdAt !== undefined) context['createdAt'] = createdAt;
  return context;
};
