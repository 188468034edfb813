import type { RegionMod } from './book.ts';

/** Words for "no particular place". `not_available` is Anthropic's `inference_geo` on older calls. */
const NOWHERE = new Set(['', 'global', 'not_available', 'none', 'default', 'auto', 'standard']);
/** Geographies and zones that are sold as such; `us-east-1` or `eastus2` only says where an endpoint stands. */
const ZONES = new Set([
  'regional',
  'datazone',
  'data-zone',
  'us',
  'eu',
  'apac',
  'au',
  'jp',
  'ca',
  'in',
  'uk',
  'gb',
]);

/**
 * Which regional multiplier a call asks for, by who bills (prices reference §3.3–§3.6). The model decides whether it
 * has one. Anthropic's own API knows only `us`. Vertex endpoints are global or not, so any place counts. At Bedrock the
 * name decides: a region such as `us-east-1` serves global and regional profiles alike. Azure and OpenAI bill a zone or
 * residency, not the data centre.
 */
export const regionMod = (
  biller: string,
  region: string | undefined,
  named: 'regional' | 'in-region' | 'global' | undefined,
): RegionMod | undefined => {
  const place = (region ?? '').trim().toLowerCase();
  if (biller === 'anthropic') return place === 'us' ? 'geoUs' : undefined;
  if (named === 'regional') return 'regional';
  if (named === 'global') return undefined;
  if (named === 'in-region') return place === 'global' ? undefined : 'regional';
  if (NOWHERE.has(place)) return undefined;
  if (biller === 'vertex') return 'regional';
  const sellsZones = biller === 'bedrock' || biller === 'azure' || biller === 'openai';
  return sellsZones && ZONES.has(place) ? 'regional' : undefined;
};
