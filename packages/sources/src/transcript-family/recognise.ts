import { isRecord, recordAt } from '../read/index.ts';
import type { FileHead, Json } from '../source.ts';

/** Whether the first lines are of a transcript of this family: a header, or an assistant row with the family's usage. */
export const isTranscript = (head: FileHead): boolean => head.lines.some(isFamilyLine);

const isFamilyLine = (line: Json): boolean => {
  if (!isRecord(line)) return false;
  if (line['type'] === 'session') return typeof line['id'] === 'string' && typeof line['cwd'] === 'string';
  const usage = recordAt(recordAt(line, 'message'), 'usage');
  return line['type'] === 'message' && typeof usage?.['totalTokens'] === 'number';
};

const OPENCLAW_PATH =
  /[/\\]\.(?:openclaw|clawdbot|moltbot|moldbot)(?:-[^/\\]*)?[/\\]|[/\\]agents[/\\][^/\\]+[/\\]sessions[/\\]|\.jsonl\.(?:reset|deleted)\./;

/** OpenClaw grew out of pi and writes the same lines: the folder, its own rows or its version tell them apart. */
export const isOpenClawMade = (head: FileHead): boolean =>
  OPENCLAW_PATH.test(head.path) || head.lines.some(isOpenClawLine);

const isOpenClawLine = (line: Json): boolean => {
  if (!isRecord(line)) return false;
  const message = recordAt(line, 'message');
  return (
    (line['type'] === 'session' && Number(line['version']) >= 4) ||
    String(line['customType']).startsWith('openclaw.') ||
    message?.['provider'] === 'openclaw' ||
    message?.['__openclaw'] !== undefined
  );
};
