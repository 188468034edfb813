import { isEmptyUsage, type TokenUsage, type UsageEvent } from '@meterline/core';
import { defined, isRecord, parseDocument, textOf, valueAt } from '../read/index.ts';
import type { DocumentReader, FileInfo } from '../source.ts';
import { type DeletedShare, shareOfDeleted, type TaskState } from './deleted.ts';
import { providerOf } from './provider.ts';
import { type UsageSay, usageSayOf } from './say.ts';

const MAX_TASK_BYTES = 256 * 1024 * 1024;

/** `ui_messages.json` of Cline, Roo Code and Kilo Code: one array, rewritten whole at each change. */
export const taskDocument: DocumentReader<TaskState> = {
  kind: 'document',
  maxBytes: MAX_TASK_BYTES,
  start: () => ({ rows: [] }),
  read: (bytes, state, file, out) => {
    const document = parseDocument(bytes);
    if (!Array.isArray(document)) return out.issue(0, 'BAD_JSON');
    const says = document
      .map((row) => usageSayOf(row, (code, detail) => out.issue(0, code, detail)))
      .filter((say) => say !== undefined && !isEmptyUsage(say.tokens)) as UsageSay[];
    const share = shareOfDeleted(says, state);
    for (const say of says) {
      const event = eventOf(say, share, file);
      if (event === undefined) continue;
      if (event.model === 'unknown') out.issue(0, 'MISSING_MODEL', 'modelInfo');
      out.event(event);
    }
  },
};

/** A row of deleted requests counts only what was not counted while those requests still stood in the file. */
const eventOf = (say: UsageSay, share: DeletedShare, file: FileInfo): UsageEvent | undefined => {
  const { tokens, costNanoUsd } = say.say === 'deleted_api_reqs' ? share(say) : say;
  if (isEmptyUsage(tokens)) return undefined;
  const context = file.context;
  const task = textOf(valueAt(context, 'task')) ?? 'unknown';
  const app = textOf(valueAt(context, 'app')) ?? 'cline';
  const model =
    say.model ?? modelBefore(say.ts, valueAt(context, 'models')) ?? textOf(valueAt(context, 'model'));
  return {
    keys: [`cline:${app}:${task}:${say.ts}${say.say === 'api_req_started' ? '' : `:${say.say}`}`],
    source: 'cline',
    capture: 'log',
    app,
    provider: say.provider ?? providerOf(model, say.protocol),
    model: model ?? 'unknown',
    session: task,
    startedAt: say.ts,
    tokens,
    status: say.status,
    // A sum over several calls is no call's own count.
    confidence: say.say === 'api_req_started' ? 'exact' : 'reconciled',
    ...defined({
      project: textOf(valueAt(context, 'project')),
      agent: say.say === 'subagent_usage' ? 'subagent' : undefined,
      reportedCostNanoUsd: costNanoUsd > 0 ? costNanoUsd : undefined,
      inclusion: isAmbiguous(say.protocol, tokens) ? ('assumed' as const) : undefined,
    }),
  };
};

/** Most versions take the cached tokens out of `tokensIn` also for the OpenAI protocol, but not all. */
const isAmbiguous = (protocol: string | undefined, tokens: TokenUsage): boolean =>
  protocol === 'openai' && (tokens.cacheRead ?? 0) + (tokens.cacheWrite ?? 0) > 0;

/** The last model that the conversation named before a time; `models` is `[time, model]` in order. */
const modelBefore = (ts: number, models: unknown): string | undefined => {
  let found: string | undefined;
  for (const entry of Array.isArray(models) ? models : []) {
    if (!Array.isArray(entry) || typeof entry[0] !== 'number') continue;
    if (found === undefined || entry[0] <= ts) found = textOf(entry[1]);
  }
  return found;
};

export const isTaskDocument = (value: unknown): boolean =>
  Array.isArray(value) && value.some((row) => isRecord(row) && typeof row.say === 'string');
