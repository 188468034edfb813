import { isEmptyUsage, type TokenUsage } from '@meterline/core';
import {
  countOf,
  defined,
  isRecord,
  type JsonRecord,
  recordAt,
  textOf,
  timeOf,
  valueAt,
} from '../read/fields.ts';
import { makerOf } from '../read/model-maker.ts';
import { type Counts, climb, type Ladder, newLadder } from '../read/snapshot-ladder.ts';
import type { DocumentReader, FileInfo, Output } from '../source.ts';

/** Settings are a few hundred bytes. */
const MAX_SETTINGS_BYTES = 1024 * 1024;

const COUNTS = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheCreationTokens',
  'thinkingTokens',
] as const;

/** Running totals of a session: what they rose by since the last look is one call, `reconciled`. */
export const settingsReader: DocumentReader<Ladder> = {
  kind: 'document',
  start: () => newLadder(),
  maxBytes: MAX_SETTINGS_BYTES,
  read: (bytes, state, file, out) => {
    const settings = parsed(bytes);
    const usage = recordAt(settings, 'tokenUsage');
    if (settings === undefined) out.issue(0, 'BAD_JSON');
    if (usage === undefined) return;
    const totals: Record<string, number> = {};
    for (const name of COUNTS) {
      const count = countOf(valueAt(usage, name), name, (code, detail) => out.issue(0, code, detail));
      // A total that cannot be read now would look like one that fell; wait for the next rewrite.
      if (count === undefined && valueAt(usage, name) !== undefined) return;
      totals[name] = count ?? 0;
    }
    const step = climb(state, totals);
    if (step !== undefined) emit(settings, tokensOf(step.delta, usage), step.rungs, file, out);
  },
};

const parsed = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
};

/** Thinking is taken to be inside output, as the providers bill it; the log does not say. */
const tokensOf = (delta: Counts, usage: JsonRecord): TokenUsage => {
  const rise = (name: (typeof COUNTS)[number]): number | undefined =>
    (valueAt(usage, name) ?? null) === null ? undefined : delta[name];
  const [output, thinking] = [rise('outputTokens'), rise('thinkingTokens')];
  return defined({
    input: rise('inputTokens'),
    cacheRead: rise('cacheReadTokens'),
    cacheWrite: rise('cacheCreationTokens'),
    output,
    reasoning: thinking === undefined ? undefined : Math.min(thinking, output ?? 0),
  });
};

const emit = (
  settings: unknown,
  tokens: TokenUsage,
  rungs: readonly string[],
  file: FileInfo,
  out: Output,
): void => {
  if (isEmptyUsage(tokens)) return;
  const session = textOf(valueAt(file.context, 'session')) ?? file.path;
  const locked = timeOf(valueAt(settings, 'providerLockTimestamp'));
  const model = modelOf(textOf(valueAt(settings, 'model')));
  if (model === undefined) out.issue(0, 'MISSING_MODEL');
  out.event({
    keys: rungs.map((rung) => `droid:${session}:${rung}`),
    startedAt: Math.max(locked ?? 0, Math.floor(file.modifiedAt)),
    source: 'droid',
    capture: 'log',
    app: 'droid',
    session,
    provider: textOf(valueAt(settings, 'providerLock')) ?? makerOf(model ?? '') ?? 'factory',
    model: model ?? 'unknown',
    tokens,
    status: 'ok',
    confidence: 'reconciled',
    ...defined({
      project: isRecord(file.context) ? textOf(file.context.project) : undefined,
      inclusion: (tokens.reasoning ?? 0) > 0 ? ('assumed' as const) : undefined,
    }),
  });
};

/** A model of the user's own is named `custom:Claude-Opus-4.5-[Anthropic]-0`. */
const modelOf = (name: string | undefined): string | undefined =>
  name?.startsWith('custom:')
    ? name
        .slice('custom:'.length)
        .replace(/-?\[[^\]]*\]/g, '')
        .replace(/-\d+$/, '')
        .toLowerCase()
    : name;
