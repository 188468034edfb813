import { TOKEN_KIND_NAMES, type TokenKind } from '@meterline/core';

export const kindName = (bucket: string): string =>
  Object.hasOwn(TOKEN_KIND_NAMES, bucket) ? TOKEN_KIND_NAMES[bucket as TokenKind] : bucket;

const CAPTURES: Readonly<Record<string, string>> = {
  copy: 'a copy in another log',
  log: "the program's own log",
  import: 'an imported file',
  otel: 'OpenTelemetry',
  ingest: 'the ingest address',
  sdk: 'the SDK',
  gateway: 'the gateway',
};

/** `log` → `the program's own log` */
export const captureText = (capture: string): string => CAPTURES[capture] ?? capture;

const STEPS: Readonly<Record<string, string>> = {
  case: 'capital letters',
  spelling: 'another spelling',
  prefix: "the provider's prefix",
  vendor: "the vendor's prefix",
  path: 'the path before it',
  arn: 'the address of the deployment',
  geo: 'the region before it',
  zone: 'the zone before it',
  date: 'its date',
  latest: '“latest”',
  revision: 'its revision',
  context: 'the size of its context',
  effort: 'the effort',
  thinking: 'the thinking mode',
  fast: 'the fast mode',
  free: '“free”',
  variant: 'its variant',
  routing: 'the routing',
  'override:deployment': 'your own name of a deployment',
  'override:alias': 'your own alias',
  'override:like': 'your own “priced like”',
};

/**
 * How a model's name was found in the price book: `exact` → `by exactly this name`, `prefix+date` → `without the
 * provider's prefix and its date`. Steps of your own are named first.
 */
export const matchText = (matchedBy: string): string => {
  if (matchedBy === 'exact') return 'by exactly this name';
  if (matchedBy === 'override:price') return 'by a price of your own';
  const steps = matchedBy.split('+').filter((step) => step !== 'exact' && step !== 'none');
  const own = steps.filter((step) => step.startsWith('override:'));
  const left = steps.filter((step) => !own.includes(step));
  return [
    ...(own.length === 0 ? [] : [`by ${listed(own)}`]),
    ...(left.length === 0 ? [] : [`without ${listed(left)}`]),
  ].join(', ');
};

const listed = (steps: readonly string[]): string => {
  const texts = steps.map((step) => STEPS[step] ?? step);
  return texts.length < 2 ? texts.join() : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
};
