import { type Fetch, isMetered, markMetered, meteredFetch } from '../metered-fetch.ts';
import type { MeterOptions } from '../public-types.ts';

/** A client whose requests go through a `fetch` that it keeps: Anthropic, OpenAI, Azure, and all built like them. */
interface FetchClient {
  fetch: Fetch;
}

type ApiCall = (url: string, init: RequestInit, ...rest: unknown[]) => Promise<Response>;

/** GoogleGenAI: its requests go through one method of an inner client. */
interface GoogleClient {
  apiClient: { apiCall: ApiCall };
}

/**
 * Meters a client in place and gives it back: Anthropic, OpenAI (Azure and every compatible one, too) or GoogleGenAI. All
 * that it does it does as before; its calls are recorded in the background. Metering it again changes nothing.
 *
 * @throws TypeError for an object that is no such client: give those `meteredFetch()` as their `fetch`.
 */
export const meter = <T extends object>(client: T, options: MeterOptions = {}): T => {
  if (isFetchClient(client)) client.fetch = meteredFetch(client.fetch, options);
  else if (isGoogleClient(client)) meterGoogle(client.apiClient, options);
  else throw new TypeError('meter() does not know this client: give it meteredFetch() as its fetch');
  return client;
};

const isFetchClient = (client: object): client is FetchClient =>
  typeof (client as { fetch?: unknown }).fetch === 'function';

const isGoogleClient = (client: object): client is GoogleClient =>
  typeof (client as Partial<GoogleClient>).apiClient?.apiCall === 'function';

/** Place of the `fetch` among the arguments of `apiCall` (@google/genai 2); in earlier versions it fetches by itself. */
const FETCH_ARGUMENT = 5;

const meterGoogle = (inner: GoogleClient['apiClient'], options: MeterOptions): void => {
  if (isMetered(inner.apiCall)) return;
  const native = inner.apiCall;
  const takesFetch = native.length > FETCH_ARGUMENT;
  const metered: ApiCall = (url, init, ...rest) => {
    if (takesFetch) {
      const at = FETCH_ARGUMENT - 2;
      rest[at] = meteredFetch(rest[at] as Fetch | undefined, options);
      return native.call(inner, url, init, ...rest);
    }
    const method = typeof rest[0] === 'string' ? rest[0] : 'POST';
    const go = meteredFetch((_input, given) => native.call(inner, url, given ?? {}, ...rest), options);
    return go(url, { method, ...init });
  };
  markMetered(metered);
  inner.apiCall = metered;
};
