import type { TokenUsage } from '../usage/token-usage.ts';
import { countAt, type JsonObject, listAt, objectAt, objectOf, present, wordAt } from './json-fields.ts';
import type { ProviderUsage, UsageReader } from './provider-usage.ts';

/**
 * Bedrock's Converse and ConverseStream (provider-usage §6). A frame of the stream is handed over as
 * `{ [its event type]: its payload }`; the last, `metadata`, has the usage.
 */
export const bedrockConverse = (): UsageReader => {
  let usage: JsonObject | undefined;
  const facts: Facts = {};
  let ended = false;
  return {
    read: (value) => {
      const body = objectOf(value);
      if (body === undefined) return;
      const metadata = objectAt(body, 'metadata') ?? body;
      usage = objectAt(metadata, 'usage') ?? usage;
      facts.serviceTier = wordAt(objectAt(metadata, 'serviceTier'), 'type') ?? facts.serviceTier;
      facts.speed = wordAt(objectAt(metadata, 'performanceConfig'), 'latency') ?? facts.speed;
      const stop = objectAt(body, 'messageStop') ?? body;
      facts.stopReason = wordAt(stop, 'stopReason') ?? facts.stopReason;
      facts.errorType = exceptionOf(body) ?? facts.errorType;
      facts.toolCalls = added(facts.toolCalls, toolsIn(body));
      ended = ended || usage !== undefined;
    },
    usage: () => {
      if (usage === undefined && facts.errorType === undefined) return undefined;
      return settled(usage ?? {}, facts);
    },
    ended: () => ended,
  };
};

interface Facts {
  serviceTier?: string | undefined;
  speed?: string | undefined;
  stopReason?: string | undefined;
  errorType?: string | undefined;
  toolCalls?: number | undefined;
}

/** `{ throttlingException: … }` */
const exceptionOf = (body: JsonObject): string | undefined =>
  Object.keys(body).find((key) => /^\w{1,90}Exception$/.test(key));

/** Undefined where neither a message nor a piece of one is there. */
const toolsIn = (body: JsonObject): number | undefined => {
  const message = objectAt(objectAt(body, 'output'), 'message');
  if (message === undefined && !PIECES.some((piece) => piece in body)) return undefined;
  const started = objectAt(objectAt(body, 'contentBlockStart'), 'start');
  return (
    (objectAt(started, 'toolUse') === undefined ? 0 : 1) +
    listAt(message, 'content').filter((block) => objectAt(objectOf(block), 'toolUse') !== undefined).length
  );
};
const PIECES = ['messageStart', 'contentBlockStart', 'contentBlockDelta', 'messageStop'];

const added = (sum: number | undefined, more: number | undefined): number | undefined =>
  more === undefined ? sum : (sum ?? 0) + more;

const settled = (usage: JsonObject, facts: Facts): ProviderUsage => {
  const { tokens, inconsistent } = converseTokens(usage);
  return {
    tokens,
    ...present({ ...facts }),
    ...(inconsistent ? { inconsistent: true } : {}),
  };
};

/**
 * Input excludes what was read from and written to a cache. Where the total says otherwise, and the input is large enough
 * to hold both, it includes them (maximhq/bifrost#6942).
 */
const converseTokens = (
  usage: JsonObject,
): { readonly tokens: TokenUsage; readonly inconsistent: boolean } => {
  const input = countAt(usage, 'inputTokens');
  const output = countAt(usage, 'outputTokens');
  const total = countAt(usage, 'totalTokens');
  const read = countAt(usage, 'cacheReadInputTokens');
  const written = countAt(usage, 'cacheWriteInputTokens');
  const cache = (read ?? 0) + (written ?? 0);
  const plain = (input ?? 0) + (output ?? 0);
  const fits = total === undefined || total === plain || total === plain + cache;
  const isInside = !fits && input !== undefined && input >= cache && cache > 0;
  return {
    tokens: present({
      input: isInside ? input - cache : input,
      cacheRead: read,
      ...writesByTtl(usage, written),
      output,
    }),
    inconsistent: !fits,
  };
};

/** `cacheDetails` splits the writes by time to live where its sum is theirs; else they are 5-minute, the default. */
const writesByTtl = (usage: JsonObject, written: number | undefined): TokenUsage => {
  const details = listAt(usage, 'cacheDetails').map(objectOf);
  const of = (ttl: string): number =>
    details.reduce(
      (sum, detail) => sum + (wordAt(detail, 'ttl') === ttl ? (countAt(detail, 'inputTokens') ?? 0) : 0),
      0,
    );
  const [short, long] = [of('5m'), of('1h')];
  if (written === undefined || short + long !== written || long === 0)
    return present({ cacheWrite5m: written });
  return { cacheWrite5m: short, cacheWrite1h: long };
};
