import type { Wire } from '@meterline/core';
import { WordSearch } from './word-search.ts';

/**
 * Which values of a stream say anything of its usage. A stream has hundreds of events and all but a few are text: those
 * are told apart by a search for a few words in their bytes, which is a hundred times cheaper than parsing them. A word
 * that stands in a text only costs a parse.
 */
export interface Interest {
  /** Names of server-sent events that count; undefined: the wire does not name them. */
  readonly events?: ReadonlySet<string>;
  /**
   * Any of these stands in an event that counts; undefined: all count. They begin with a byte that is rare in deltas and
   * have seven at most: Node searches for these from one place of the first byte to the next, for longer ones byte by byte
   * (its `string_search.h`, `kBMMinPatternLength`), which takes five times as long.
   */
  readonly words?: readonly Buffer[];
}

const words = (...texts: readonly string[]): readonly Buffer[] => texts.map((text) => Buffer.from(text));

const EVERYTHING: Interest = {};

/** `"type":"error"`, however it is spaced. */
const ERROR_TYPE = 'rror"';

/** OpenAI's events stand in `type`, and in the `event:` field where there is one. */
const OPENAI_EVENTS = new Set([
  'response.created',
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.done',
  'error',
]);

const INTERESTS: Readonly<Record<Wire, Interest>> = {
  'anthropic-messages': {
    events: new Set(['message_start', 'content_block_start', 'message_delta', 'message_stop', 'error']),
    words: words('message', 'k_start', ERROR_TYPE),
  },
  'openai-chat': {
    // `prompt_tokens`, `tool_calls`, `finish_reason` with a word behind it; deltas say `"usage":null`.
    words: words('_tokens', '_calls"', 'son":"', 'son": "', '{"error'),
  },
  'openai-responses': {
    events: OPENAI_EVENTS,
    words: words('.create', '.comple', '.incomp', '.failed', '.done', ERROR_TYPE),
  },
  'openai-images': { words: words('"usage"') },
  'openai-transcription': { words: words('"usage"') },
  gemini: EVERYTHING,
  'gemini-embeddings': EVERYTHING,
  'bedrock-converse': EVERYTHING,
  'bedrock-invoke': EVERYTHING,
  ollama: { words: words(':true', ' true', '_calls"') },
};

export const interestOf = (wire: Wire): Interest => INTERESTS[wire];

/** Whether an event that does not count carries text, as far as its name tells: `content_block_delta`, `….delta`. */
export const mayCarryText = (event: string | undefined): boolean =>
  event === undefined || event.endsWith('delta');

/** The first value of a stream always counts: it names the model. */
export const isWanted = (
  { events }: Interest,
  event: string | undefined,
  value: Buffer,
  isFirst: boolean,
  search: WordSearch | undefined,
): boolean => {
  if (isFirst) return true;
  if (events !== undefined && event !== undefined) return events.has(event);
  return search === undefined || search.isIn(value);
};

export const searchFor = ({ words: wanted }: Interest): WordSearch | undefined =>
  wanted === undefined ? undefined : new WordSearch(wanted);
