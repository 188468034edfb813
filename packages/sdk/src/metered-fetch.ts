import { observeResponse } from './answer/observe-response.ts';
import { MeteredCall } from './call/metered-call.ts';
import { askingForUsage, type BodyFacts, bodyFacts } from './call/request-body.ts';
import { type CallRoute, mustAsk, routeOf } from './call/route.ts';
import { ceilingOf } from './ceiling/ceiling.ts';
import { limitOf } from './ceiling/limit.ts';
import { joinTags, TAG_NAMES } from './context/tags.ts';
import { currentContext } from './context/with-tags.ts';
import type { MeterOptions, Tags } from './public-types.ts';
import { addressOf } from './send/address.ts';
import { newCallId } from './send/call-id.ts';
import { sayOnce } from './send/say-once.ts';
import { senderFor } from './send/sender.ts';

export type Fetch = typeof globalThis.fetch;

const METERED = Symbol.for('meterline.metered');

/** Whether it is metered already: twice would count twice. */
export const isMetered = (value: unknown): boolean =>
  (typeof value === 'function' || typeof value === 'object') &&
  value !== null &&
  (value as Record<symbol, unknown>)[METERED] === true;

export const markMetered = (value: object): void => {
  Object.defineProperty(value, METERED, { value: true });
};

/**
 * A `fetch` that records the calls to language models that go through it; all others pass untouched. For clients that take
 * a `fetch` and that `meter()` does not know.
 *
 * @param base What does the fetching; default: the platform's own.
 */
export const meteredFetch = (base?: Fetch, options: MeterOptions = {}): Fetch => {
  if (isMetered(base)) return base!;
  const go: Fetch = base ?? ((input, init) => globalThis.fetch(input, init));
  const metered: Fetch = (input, init) => {
    const prepared = prepare(input, init, options);
    return prepared === undefined ? go(input, init) : run(go, input, prepared);
  };
  markMetered(metered);
  return metered;
};

interface Prepared {
  readonly call: MeteredCall;
  readonly init: RequestInit | undefined;
  /** The call waits for it, and is not made where it rejects. */
  readonly allowed: Promise<void> | undefined;
}

const run = async (
  go: Fetch,
  input: Parameters<Fetch>[0],
  { call, init, allowed }: Prepared,
): Promise<Response> => {
  await allowed;
  let response: Response;
  try {
    response = await go(input, init);
  } catch (error) {
    call.failed(error);
    throw error;
  }
  if (typeof response.body?.getReader !== 'function') {
    call.unseen(response);
    return response;
  }
  return observeResponse(response, () => call.observer(response));
};

/** Undefined: no call that is billed by tokens, or one that cannot be understood; then it is left alone. */
const prepare = (
  input: Parameters<Fetch>[0],
  init: RequestInit | undefined,
  options: MeterOptions,
): Prepared | undefined => {
  try {
    const request = typeof input === 'object' && 'url' in input ? input : undefined;
    const url = new URL(request?.url ?? String(input));
    const method = (init?.method ?? request?.method ?? 'GET').toUpperCase();
    const route = routeOf(method, url, options.provider);
    return route === undefined ? undefined : begin(route, url, request, init, options);
  } catch (error) {
    // Metering never breaks a call.
    sayOnce(
      options.debug === true,
      `a call was not metered (${error instanceof Error ? error.name : 'error'})`,
    );
    return undefined;
  }
};

const begin = (
  route: CallRoute,
  url: URL,
  request: Request | undefined,
  init: RequestInit | undefined,
  options: MeterOptions,
): Prepared => {
  const facts = bodyFacts(init?.body);
  const context = currentContext();
  const tags = joinTags({ ...userOf(facts) }, options.tags, context?.tags);
  const headers = init?.headers ?? request?.headers;
  const retries = Number.parseInt(headerOf(headers, 'x-stainless-retry-count') ?? '', 10);
  // A path that names a model is what the host goes by.
  const modelAsked = route.model ?? facts.model;
  const model = modelAsked ?? 'unknown';
  const { maxCostUsd, rates, allowed } = limitOf(route.provider, model, { ...options, ...context });
  const takesUsageOut = asksForUsage(route, facts, init?.body, headers, options);
  const id = newCallId();
  const call = new MeteredCall({
    id,
    route,
    provider: route.provider,
    region: route.region,
    modelAsked,
    tags,
    attempt: Number.isInteger(retries) ? retries + 1 : undefined,
    signal: init?.signal ?? request?.signal,
    ceiling: maxCostUsd === undefined ? undefined : ceilingOf(maxCostUsd, model, facts.length, rates),
    takesUsageOut,
    sender: senderFor(options),
  });
  const changes = {
    ...(takesUsageOut ? { body: askingForUsage(init!.body as string) } : {}),
    ...(isOwnGateway(url, addressOf(options).origin)
      ? { headers: forOwnGateway(new Headers(headers), id, tags) }
      : {}),
  };
  return { call, allowed, init: Object.keys(changes).length === 0 ? init : { ...init, ...changes } };
};

/** Made into `Headers` only where they are something else: the clients have done so already. */
const headerOf = (headers: RequestInit['headers'], name: string): string | undefined => {
  if (headers === undefined) return undefined;
  return (headers instanceof Headers ? headers : new Headers(headers)).get(name) ?? undefined;
};

const userOf = ({ user }: BodyFacts): Tags => (user === undefined ? {} : { user });

const asksForUsage = (
  route: CallRoute,
  facts: BodyFacts,
  body: unknown,
  headers: RequestInit['headers'],
  { includeUsage }: MeterOptions,
): boolean =>
  route.wire === 'openai-chat' &&
  facts.stream &&
  !facts.hasStreamOptions &&
  typeof body === 'string' &&
  // Its length was fixed by somebody else.
  headerOf(headers, 'content-length') === undefined &&
  (includeUsage ?? mustAsk(route));

/** Names of one machine: with the same port they are one address. */
const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?=:|$)/;

const isOwnGateway = ({ origin }: URL, own: string): boolean =>
  origin === own || (LOOPBACK.test(own) && origin.replace(LOOPBACK, '') === own.replace(LOOPBACK, ''));

/**
 * Meterline's own gateway is told which call it is, so that its record and ours are of one, and who and what caused it; it
 * passes neither on.
 */
const forOwnGateway = (headers: Headers, id: string, tags: Tags): Headers => {
  const set = (name: string, value: string | undefined): void => {
    if (value !== undefined) headers.set(`x-meterline-${name}`, headerText(value));
  };
  set('call', id);
  for (const name of TAG_NAMES) set(name, tags[name]);
  for (const [name, value] of Object.entries(tags.tags ?? {}))
    if (HEADER_NAME.test(name)) set(`tag-${name}`, value);
  return headers;
};

/** Headers tell no small letters from capitals: a tag with capitals goes with our own record only. */
const HEADER_NAME = /^[a-z0-9_.-]+$/;

/** Headers hold few letters: others go percent-encoded, and the gateway decodes them. */
const headerText = (value: string): string =>
  /^[\x20-\x24\x26-\x7e]*$/.test(value)
    ? value
    : encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'));
