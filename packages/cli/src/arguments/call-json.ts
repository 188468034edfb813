import { MeterlineError } from '@meterline/core';
import type { Flags } from '../program/flags.ts';
import { instantFlag } from './range.ts';

/** Flags of `meterline log` and the field of a call that each fills. */
const TEXT_FLAGS = [
  'id',
  'provider',
  'model',
  'app',
  'session',
  'project',
  'agent',
  'user',
  'feature',
] as const;
const TOKEN_FLAGS = {
  input: 'input',
  output: 'output',
  reasoning: 'reasoning',
  'cache-read': 'cacheRead',
  'cache-write': 'cacheWrite',
} as const;
const NUMBERS = /^(tokens\..+|webSearches|toolCalls|attempt|reportedCostUsd|latencyMs|timeToFirstTokenMs)$/;

/** Text as the kind of value that the field takes; what does not fit stays text, so that the reader names it. */
const valueFor = (field: string, text: string): unknown => {
  if (NUMBERS.test(field) && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (field === 'batch' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
};

/** The options of `meterline log` as the JSON that `meterline import` reads. */
export const callJsonOf = (flags: Flags, zone: string, now: number): Readonly<Record<string, unknown>> => {
  const time = flags.text('time');
  const call: Record<string, unknown> = {
    time: new Date(time === undefined ? now : instantFlag('time', time, zone, now)).toISOString(),
  };
  const tokens: Record<string, unknown> = {};
  for (const name of TEXT_FLAGS) if (flags.text(name) !== undefined) call[name] = flags.text(name);
  for (const [flag, kind] of Object.entries(TOKEN_FLAGS)) {
    const count = flags.count(flag, 0);
    if (count !== undefined) tokens[kind] = count;
  }
  const cost = flags.text('cost');
  if (cost !== undefined) call.reportedCostUsd = cost.replace(/^\$/, '');
  const tags: Record<string, unknown> = {};
  for (const pair of flags.list('set')) setField(pair, call, tokens, tags);
  return { ...call, tokens, ...(Object.keys(tags).length === 0 ? {} : { tags }) };
};

const setField = (
  pair: string,
  call: Record<string, unknown>,
  tokens: Record<string, unknown>,
  tags: Record<string, unknown>,
): void => {
  const match = /^([A-Za-z0-9_.-]+)=(.*)$/s.exec(pair);
  if (match === null)
    throw new MeterlineError({
      code: 'USAGE_FLAG_INVALID',
      message: `--set is '${pair}', but must be FIELD=VALUE.`,
      hint: 'For example --set serviceTier=flex, --set tags.team=search.',
    });
  const [, field = '', text = ''] = match;
  if (field.startsWith('tokens.')) tokens[field.slice('tokens.'.length)] = valueFor(field, text);
  else if (field.startsWith('tags.')) tags[field.slice('tags.'.length)] = text;
  else call[field] = valueFor(field, text);
};
