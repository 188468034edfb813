import { CALL_TEXT_FIELDS, fail, ok, type Result, TOKEN_KINDS } from '@meterline/core';
import { normalisedHeader } from '../read/csv-records.ts';

/** What a cell's text is read as. */
type Shape = 'text' | 'count' | 'usd' | 'time' | 'boolean' | 'number' | 'json';

/**
 * Fields that a column can be mapped to: those of `CallJson`, token counts by their own names, `inputWithCache` for
 * exports whose input count includes the cached part, `tags` and `quotas` for JSON of them, and `tag:KEY` for one.
 */
const FIELD_SHAPES: Readonly<Record<string, Shape>> = {
  id: 'text',
  time: 'time',
  provider: 'text',
  model: 'text',
  inputWithCache: 'count',
  ...Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, 'count' as const])),
  webSearches: 'count',
  toolCalls: 'count',
  attempt: 'count',
  batch: 'boolean',
  reportedCostUsd: 'usd',
  ...Object.fromEntries(CALL_TEXT_FIELDS.map((field) => [field, 'text' as const])),
  tags: 'json',
  status: 'text',
  latencyMs: 'number',
  timeToFirstTokenMs: 'number',
  quotas: 'json',
};

export const COLUMN_FIELDS: readonly string[] = Object.keys(FIELD_SHAPES);

/** Other normalised headers for the same thing, as exports of dashboards and proxies write them. */
const SYNONYMS: Readonly<Record<string, string>> = {
  time: 'timestamp datetime date createdat created startedat starttime timestamputc utctime',
  provider: 'providername vendor llmprovider',
  model: 'modelname modelid modelversion llmmodel',
  input: 'inputtokens prompttokens tokensin tokensinput inputtokencount prompttokencount uncachedinputtokens',
  output:
    'outputtokens completiontokens tokensout tokensoutput outputtokencount completiontokencount candidatestokencount',
  cacheRead: 'cachereadtokens cachereadinputtokens tokenscacheread cachehittokens',
  cacheWrite: 'cachewritetokens cachecreationtokens cachecreationinputtokens tokenscachewrite',
  cacheWrite5m: 'cachewrite5mtokens ephemeral5minputtokens',
  cacheWrite1h: 'cachewrite1htokens ephemeral1hinputtokens',
  reasoning: 'reasoningtokens thinkingtokens thoughtstokens reasoningoutputtokens',
  reportedCostUsd: 'reportedusd cost costusd totalcost totalcostusd usd spend spendusd',
  webSearches: 'websearchrequests websearchcalls',
  toolCalls: 'toolcallcount',
  session: 'sessionid conversationid threadid',
  user: 'userid useremail email username enduser',
  project: 'projectname projectid cwd',
  task: 'taskid',
  agent: 'agentname agentid',
  app: 'application appname',
  environment: 'env',
  latencyMs: 'latency durationms',
  timeToFirstTokenMs: 'ttftms ttft',
};

/** Headers whose makers count the cached part inside the input (OpenAI's usage object). */
const CACHED_INSIDE =
  'cachedtokens cachedinputtokens inputcachedtokens cachedprompttokens promptcachedtokens';

/** Where each field's value stands: in a column, or the same for every row. */
export interface Columns {
  readonly at: Readonly<Record<string, number>>;
  readonly fixed: Readonly<Record<string, string>>;
  /** The meaning of the input column was taken from a header's name. */
  readonly assumed: boolean;
}

/** A map as a person gives it: our field → their header, or `=value` for every row. */
export type ColumnMap = Readonly<Record<string, string>>;

const TAG = /^tags?[:.](.{1,64})$/;

export const shapeOf = (field: string): Shape =>
  (Object.hasOwn(FIELD_SHAPES, field) && FIELD_SHAPES[field]) || 'text';
export const tagOf = (field: string): string | undefined => TAG.exec(field)?.[1];

/**
 * Finds the columns of a header line: mapped ones by their exact header (else without case and punctuation), the rest by
 * their usual names. A field that does not exist, a header that is not there or a required column that is missing is a
 * fault that names the headers seen.
 */
export const resolveColumns = (headers: readonly string[], map: ColumnMap): Result<Columns> => {
  const at: Record<string, number> = {};
  const fixed: Record<string, string> = {};
  for (const [field, header] of Object.entries(map)) {
    if (!Object.hasOwn(FIELD_SHAPES, field) && tagOf(field) === undefined) return unknownField(field);
    const index = header.startsWith('=') ? -1 : findHeader(headers, header);
    if (header.startsWith('=')) fixed[field] = header.slice(1);
    else if (index === -1) return missing(`no column ${header}`, headers);
    else at[field] = index;
  }
  const assumed = guessRest(headers, at, fixed);
  const lacking = lackingFields(at, fixed);
  return lacking.length === 0
    ? ok({ at, fixed, assumed })
    : missing(`no column for ${lacking.join(', ')}`, headers);
};

const findHeader = (headers: readonly string[], wanted: string): number => {
  const exact = headers.indexOf(wanted);
  if (exact !== -1) return exact;
  const name = normalisedHeader(wanted);
  return headers.findIndex((header) => normalisedHeader(header) === name);
};

/** Takes every column that is still free by its name; true when the input column was taken to include the cache. */
const guessRest = (
  headers: readonly string[],
  at: Record<string, number>,
  fixed: Readonly<Record<string, string>>,
): boolean => {
  const taken = new Set(Object.values(at));
  const find = (names: readonly string[]): number =>
    names
      .map((name) => headers.findIndex((header, i) => !taken.has(i) && normalisedHeader(header) === name))
      .find((index) => index !== -1) ?? -1;
  const take = (field: string, names: readonly string[]): boolean => {
    const index = field in at || field in fixed ? -1 : find(names);
    if (index === -1) return false;
    at[field] = index;
    taken.add(index);
    return true;
  };
  const inputGiven = 'input' in at || 'inputWithCache' in at;
  for (const field of COLUMN_FIELDS) take(field, namesOf(field));
  for (const [index, header] of headers.entries())
    if (!taken.has(index) && tagOf(header) !== undefined) at[`tag:${tagOf(header)}`] ??= index;
  if (!take('cacheRead', CACHED_INSIDE.split(' ')) || inputGiven || at.input === undefined) return false;
  at.inputWithCache = at.input;
  delete at.input;
  return true;
};

/** Our own name first (also as `tokens.input`), then the synonyms in their order. */
const namesOf = (field: string): readonly string[] => {
  const own = field.toLowerCase();
  const synonyms = SYNONYMS[field]?.split(' ') ?? [];
  return shapeOf(field) === 'count' ? [own, `tokens${own}`, ...synonyms] : [own, ...synonyms];
};

const lackingFields = (at: Readonly<Record<string, number>>, fixed: Readonly<Record<string, string>>) => {
  const has = (field: string): boolean => field in at || field in fixed;
  const lacking = ['time', 'model'].filter((field) => !has(field));
  const anyCount = ['inputWithCache', ...TOKEN_KINDS].some(has);
  return anyCount ? lacking : [...lacking, 'any token count (input, output …)'];
};

const unknownField = (field: string) =>
  fail(
    'USAGE_FLAG_INVALID',
    `--map knows no field ${field}.`,
    `Fields: ${COLUMN_FIELDS.join(', ')}, tag:KEY.`,
  );

/** Most headers that a fault repeats, and how much of each. */
const MAX_NAMED_HEADERS = 40;
const MAX_HEADER_LENGTH = 60;

const missing = (what: string, headers: readonly string[]) =>
  fail(
    'SOURCE_FILE_UNRECOGNISED',
    `The CSV has ${what}. Its columns: ${namesForPeople(headers)}.`,
    'Say which column is which: --map time=Date,model=Model,input="Input Tokens",output="Output Tokens"; ' +
      'a value for every row: --map provider==openai.',
  );

const namesForPeople = (headers: readonly string[]): string => {
  const named = headers
    .slice(0, MAX_NAMED_HEADERS)
    .map((header) => header.slice(0, MAX_HEADER_LENGTH).replace(/[\u0000-\u001f\u007f]/g, ' '));
  return named.join(', ') + (headers.length > named.length ? ', …' : '');
};
