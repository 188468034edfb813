import type { CallAttribution } from '../attribution/attribution.ts';
import { fromPath } from '../attribution/from-path.ts';
import type { ConfiguredUpstream } from '../gateway.ts';
import { MAX_KNOWN_TARGETS } from '../limits.ts';
import type { Route, Upstream } from '../upstream.ts';

/** Where a request goes, and what it is. */
export interface Target {
  readonly upstream: Upstream;
  readonly origin: string;
  /** Path and query as the upstream gets them. */
  readonly path: string;
  readonly route: Route;
  /** What the path says of who caused it. */
  readonly attribution: CallAttribution;
}

export type FindTarget = (method: string, url: string) => Target | undefined;

/** Finds the upstream of a URL by the first part of its path; undefined where the path is none of the gateway's. */
export const targetFinder = (upstreams: readonly ConfiguredUpstream[]): FindTarget => {
  const find = finderOf(upstreams);
  const targets = new Map<string, Target>();
  return (method, url) => {
    // A query may hold a key: what is kept has none.
    if (url.includes('?')) return find(method, url);
    const line = `${method} ${url}`;
    const known = targets.get(line);
    if (known !== undefined) return known;
    const found = find(method, url);
    if (targets.size >= MAX_KNOWN_TARGETS) targets.clear();
    if (found !== undefined) targets.set(line, found);
    return found;
  };
};

const finderOf = (upstreams: readonly ConfiguredUpstream[]): FindTarget => {
  const byName = new Map(upstreams.map((one) => [one.upstream.name, placed(one)]));
  return (method, url) => {
    const with_ = fromPath(url);
    const whole = with_?.path ?? url;
    const end = nameEnd(whole);
    const found = byName.get(whole.slice(1, end));
    if (found === undefined) return undefined;
    const place = found.placeOf(whole.slice(end) || '/');
    if (place === undefined) return undefined;
    const [path = '/', query = ''] = splitQuery(place.path);
    const request = { method, path, query: query === '' ? NO_QUERY : new URLSearchParams(query) };
    return {
      upstream: found.upstream,
      origin: place.origin,
      path: `${found.before}${place.path}`,
      route: found.upstream.route(request),
      attribution: with_?.attribution ?? {},
    };
  };
};

const NO_QUERY = new URLSearchParams();

/** Behind `/name`. */
const nameEnd = (url: string): number => {
  const match = /^\/[a-z0-9-]+/.exec(url);
  return match === null ? 0 : match[0].length;
};

const splitQuery = (url: string): readonly [string, string] => {
  const at = url.indexOf('?');
  return at === -1 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
};

/** An upstream with where its calls go: always to the same host, or to the one that its path says. */
interface Placed {
  readonly upstream: Upstream;
  /** A path that stands before every other; no route knows of it. */
  readonly before: string;
  readonly placeOf: (path: string) => { readonly origin: string; readonly path: string } | undefined;
}

const placed = ({ upstream, origin }: ConfiguredUpstream): Placed => {
  if (origin === '') return { upstream, before: '', placeOf: (path) => upstream.place?.(path) };
  const { origin: host, pathname } = new URL(origin);
  return {
    upstream,
    before: pathname.replace(/\/+$/, ''),
    placeOf: (path) => ({ origin: host, path: path.startsWith('/') ? path : `/${path}` }),
  };
};
