import { type ConfiguredUpstream, openaiCompatible, UPSTREAMS } from '@meterline/gateway';
import type { GatewayConfig } from '../config/config.ts';

/** Every upstream that is known or configured, with where its calls go. An empty origin: its path says the host. */
export const configuredUpstreams = ({ upstreams }: GatewayConfig): readonly ConfiguredUpstream[] => {
  const known = new Set(UPSTREAMS.map(({ name }) => name));
  const own = Object.keys(upstreams).filter((name) => !known.has(name));
  return [...UPSTREAMS, ...own.map(openaiCompatible)].map((upstream) => ({
    upstream,
    origin: upstreams[upstream.name] ?? upstream.origin ?? '',
  }));
};
