import type { IncomingHttpHeaders } from 'node:http';
import { MAX_CALL_TEXT_LENGTH } from '@meterline/core';

/** Whether a body is a form (RFC 7578): sounds and images are sent in such. */
export const isForm = (headers: IncomingHttpHeaders): boolean =>
  headers['content-type']?.toLowerCase().startsWith('multipart/form-data') === true;

const FIELD = Buffer.from('form-data; name="model"');
const BLANK_LINE = Buffer.from('\r\n\r\n');
const LINE_END = Buffer.from('\r\n');
/** A field's own headers, and its name. */
const MAX_FIELD_BYTES = FIELD.length + 256 + MAX_CALL_TEXT_LENGTH;

/** Finds the field of a form that names the model, wherever the form's pieces are cut. The files in it are not looked at. */
export class FormModel {
  model: string | undefined;
  /** The end of what has come, where the field may have begun. */
  #held: Buffer = Buffer.alloc(0);

  /** Must not keep the chunk: it is on its way. */
  push(chunk: Buffer): void {
    if (this.model !== undefined) return;
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const at = bytes.indexOf(FIELD);
    if (at !== -1) this.model = valueAt(bytes, at);
    const from = at === -1 || bytes.length - at > MAX_FIELD_BYTES ? bytes.length - FIELD.length : at;
    this.#held = Buffer.from(bytes.subarray(Math.max(0, from)));
  }
}

const valueAt = (bytes: Buffer, at: number): string | undefined => {
  const blank = bytes.indexOf(BLANK_LINE, at);
  if (blank === -1) return undefined;
  const from = blank + BLANK_LINE.length;
  const end = bytes.indexOf(LINE_END, from);
  if (end === -1 || end === from || end - from > MAX_CALL_TEXT_LENGTH) return undefined;
  return bytes.toString('utf8', from, end);
};
