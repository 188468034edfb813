import { TOKEN_KIND_NAMES, type TokenKind } from '@meterline/core';
import { captureText } from '../../parts/call-names.ts';
import type { CallAnswer } from '../../parts/call-sum.ts';

type Call = CallAnswer['call'];

/** Something that is not known of a call, and why. */
export interface Unknown {
  readonly what: string;
  readonly why: string;
}

/** Roads that stand beside the call while it is made. */
const WITNESSES: ReadonlySet<string> = new Set(['gateway', 'sdk']);

/** Kinds whose absence is worth a word: most providers say them. */
const USUAL: readonly TokenKind[] = ['input', 'cacheRead', 'output', 'reasoning'];

/** What is not known of a call. Not known is never 0. */
export const unknownsOf = ({ call, explanation }: CallAnswer): readonly Unknown[] => [
  ...costOf(call),
  ...countsOf(call),
  ...timesOf(call),
  ...causesOf(call),
  ...(explanation.recorded.reportedNanoUsd === null && call.provider === 'openrouter'
    ? [{ what: 'What the provider says it cost', why: 'This provider usually says it; this answer did not.' }]
    : []),
];

const costOf = ({ cost, model, provider }: Call): readonly Unknown[] =>
  cost.status === 'unpriced'
    ? [{ what: 'Cost', why: `No price of ${model} at ${provider} is known for that time.` }]
    : cost.confidence === 'estimated'
      ? [{ what: 'The exact cost', why: 'A count or a rate of it was inferred.' }]
      : [];

const countsOf = (call: Call): readonly Unknown[] => {
  const missing = USUAL.filter((kind) => call.tokens[kind] === undefined);
  const all = missing.length === USUAL.length && Object.keys(call.tokens).length === 0;
  const names = missing.map((kind) => TOKEN_KIND_NAMES[kind].toLowerCase());
  return [
    ...(missing.length === 0
      ? []
      : [{ what: all ? 'Tokens of any kind' : `Tokens: ${names.join(', ')}`, why: whyNoCounts(call) }]),
    ...(call.confidence === 'estimated'
      ? [{ what: 'The exact counts', why: 'A part was estimated: the answer broke off or did not say it.' }]
      : []),
    ...(call.inclusion === null
      ? []
      : [
          {
            what: 'Whether cached tokens are inside the input',
            why: 'The sender did not say; it is assumed.',
          },
        ]),
  ];
};

const whyNoCounts = ({ status, capture }: Call): string => {
  if (status === 'error') return 'A call that fails has no answer that says its usage.';
  if (status === 'aborted') return 'The answer was cut off before it said them.';
  return WITNESSES.has(capture)
    ? 'The provider did not report them.'
    : 'Neither the provider nor the program that told of the call reports them.';
};

const timesOf = (call: Call): readonly Unknown[] => {
  const seen = WITNESSES.has(call.roads.request);
  const why = seen ? 'It ended before there was anything to measure.' : notSaidBy(call.roads.request);
  const items: readonly (readonly [string, unknown, string])[] = [
    ['How long it took', call.latencyMs, why],
    [
      'Time to the first token',
      call.timeToFirstTokenMs,
      seen ? 'No token of an answer came, or it was not streamed.' : `${why} The gateway and the SDK see it.`,
    ],
    ['HTTP status', call.httpStatus, seen ? 'No answer came.' : 'Only the gateway and the SDK see it.'],
    [
      'Why it stopped',
      call.stopReason,
      call.status === 'ok' ? 'The answer does not say.' : 'It did not end well.',
    ],
  ];
  return items.flatMap(([what, value, reason]) => (value === null ? [{ what, why: reason }] : []));
};

/** `The program's own log does not say it.` */
const notSaidBy = (road: string): string => {
  const name = captureText(road);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} does not say it.`;
};

const CAUSES = ['app', 'session', 'project', 'user', 'feature'] as const;

const causesOf = (call: Call): readonly Unknown[] => {
  const missing = CAUSES.filter((name) => call[name] === null);
  if (missing.length === 0) return [];
  const why = WITNESSES.has(call.roads.attribution)
    ? 'The caller did not say it: tags, headers or the path can (Connect tells how).'
    : notSaidBy(call.roads.attribution);
  return [{ what: `Whose it was: ${missing.join(', ')}`, why }];
};
