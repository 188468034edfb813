import { type AnswerDecoder, MAX_VALUE_BYTES, type OnValue } from './decoder.ts';
import { fieldsOf } from './top-level-fields.ts';

/** Up to here a body is parsed as a whole, which tells of its tools, too. */
const PARSED_WHOLE_BYTES = 256 * 1024;

/** Fields beside the answer itself that say what was used, of every wire. */
const FIELDS = new Set([
  'id',
  'type',
  'object',
  'model',
  'status',
  'usage',
  'usageMetadata',
  'modelVersion',
  'responseId',
  'stop_reason',
  'stopReason',
  'service_tier',
  'serviceTier',
  'performanceConfig',
  'incomplete_details',
  'error',
  'done',
  'done_reason',
  'prompt_eval_count',
  'prompt_eval_cached_count',
  'eval_count',
  'prompt_token_count',
  'generation_token_count',
]);

/**
 * One JSON body. Of a large one (embeddings, images in base64) only the fields beside the answer are read. Pieces are kept
 * until the end: it is then that the usage stands in it.
 */
export const bodyDecoder = (onValue: OnValue): AnswerDecoder => {
  let parts: Buffer[] = [];
  let size = 0;
  let skipped = 0;
  return {
    push: (chunk) => {
      size += chunk.byteLength;
      if (size > MAX_VALUE_BYTES) parts = [];
      else parts.push(Buffer.from(chunk));
    },
    end: () => {
      if (size === 0) return;
      if (size > MAX_VALUE_BYTES) {
        skipped += 1;
        return;
      }
      const body = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
      parts = [];
      const value = bodyValue(body);
      if (value === undefined) skipped += 1;
      else onValue(value);
    },
    ended: () => false,
    skipped: () => skipped,
  };
};

const bodyValue = (body: Buffer): unknown => {
  if (body.length > PARSED_WHOLE_BYTES) return fieldsOf(body, FIELDS);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};
