import { attributionOf, type CallAttribution, merged } from './attribution.ts';

/** Headers of ours; none of them reaches the provider. */
export const OWN_HEADER_PREFIX = 'x-meterline-';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const one = (value: string | readonly string[] | undefined): string =>
  typeof value === 'string' ? value : (value?.[0] ?? '');

/** `x-meterline-feature: summary`, `x-meterline-tag-team: search`; what these leave open is asked of the baggage. */
export const fromHeaders = (headers: Headers): CallAttribution => {
  const own: [string, string][] = [];
  for (const name of Object.keys(headers))
    if (name.startsWith(OWN_HEADER_PREFIX))
      own.push([name.slice(OWN_HEADER_PREFIX.length), decoded(one(headers[name]))]);
  const { baggage, traceparent } = headers;
  // Most clients send none of them.
  if (own.length === 0 && baggage === undefined && traceparent === undefined) return {};
  return merged(attributionOf(own), fromBaggage(one(baggage)), fromTraceparent(one(traceparent)));
};

/** Headers carry Latin letters only: others come percent-encoded. */
const decoded = (text: string): string => {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Words of OpenTelemetry for what we call otherwise. */
const BAGGAGE_NAMES: Readonly<Record<string, string>> = {
  'session.id': 'session',
  'user.id': 'user',
  'enduser.id': 'user',
  'deployment.environment': 'environment',
  'deployment.environment.name': 'environment',
};
const OWN_BAGGAGE = 'meterline.';
/** Members that the standard lets a list have. */
const MAX_MEMBERS = 64;

/** W3C Baggage: `meterline.feature=summary,session.id=42;property`. Members of others are not kept. */
const fromBaggage = (text: string): CallAttribution =>
  attributionOf(
    text.split(',', MAX_MEMBERS).flatMap((member): [string, string][] => {
      const [pair = ''] = member.split(';', 1);
      const at = pair.indexOf('=');
      const key = pair.slice(0, at).trim();
      const name = key.startsWith(OWN_BAGGAGE)
        ? key.slice(OWN_BAGGAGE.length).replace(/^tag\./, 'tag-')
        : BAGGAGE_NAMES[key];
      return at === -1 || name === undefined ? [] : [[name, decoded(pair.slice(at + 1).trim())]];
    }),
  );

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;
const NO_TRACE = '0'.repeat(32);

/** A trace is a task: all calls of one have one sum. */
const fromTraceparent = (text: string): CallAttribution => {
  const trace = TRACEPARENT.exec(text)?.[1];
  return trace === undefined || trace === NO_TRACE ? {} : { task: trace };
};
