import {
  type Dimension,
  type Filter,
  filterText,
  INTERVALS,
  type Interval,
  isPeriod,
  type Period,
  parseDimension,
  parseFilter,
} from '@meterline/core';

/** Everything that a page shows is said by its address: reload, back and a sent link show the same. */
export interface View {
  /** A named time, unless `from` or `to` are given. */
  readonly period: Period;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly where: readonly Filter[];
  readonly metric: Metric;
  readonly compare: boolean;
  /** Undefined: what suits the range. */
  readonly interval: Interval | undefined;
  /** What the main chart is stacked by. */
  readonly by: Dimension;
  /** What was shown before a part of it was marked on a chart: a period's name, or `FROM..TO`. See zoom.ts. */
  readonly was: string | undefined;
}

export const METRICS = ['cost', 'tokens', 'calls'] as const;
export type Metric = (typeof METRICS)[number];

export const DEFAULT_PERIOD: Period = '30d';
const DEFAULT_BY: Dimension = 'model';

const isMetric = (text: string | null): text is Metric =>
  (METRICS as readonly (string | null)[]).includes(text);
const isInterval = (text: string | null): text is Interval =>
  (INTERVALS as readonly (string | null)[]).includes(text);

/** An end of a time: a day, an instant, UTC milliseconds, or one of the words and spans that the command knows. */
const END = /^(\d{4}-\d{2}-\d{2}([T ].{1,40})?|\d{1,16}|\d{1,5}[a-z]|now|today|yesterday)$/;
const endIn = (text: string | null): string | undefined =>
  text !== null && END.test(text) ? text : undefined;

/** Reads an address; whatever cannot be read is as if it were not there. */
export const viewOf = (search: URLSearchParams): View => {
  const from = endIn(search.get('from'));
  const to = endIn(search.get('to'));
  const period = search.get('period') ?? '';
  const metric = search.get('metric');
  const interval = search.get('interval');
  const by = parseDimension(search.get('by') ?? '');
  return {
    period: isPeriod(period) ? period : DEFAULT_PERIOD,
    from,
    to,
    where: search.getAll('where').flatMap((text) => {
      const filter = parseFilter(text);
      return filter.ok ? [filter.value] : [];
    }),
    metric: isMetric(metric) ? metric : 'cost',
    compare: search.get('compare') !== 'off',
    interval: isInterval(interval) ? interval : undefined,
    by: by.ok ? by.value : DEFAULT_BY,
    was: from === undefined && to === undefined ? undefined : (search.get('was') ?? undefined),
  };
};

/** The address of a view: only what differs from the defaults. `viewOf` reads it back. */
export const searchOf = (view: View): URLSearchParams => {
  const search = new URLSearchParams();
  if (view.from === undefined && view.to === undefined) {
    if (view.period !== DEFAULT_PERIOD) search.set('period', view.period);
  }
  if (view.from !== undefined) search.set('from', view.from);
  if (view.to !== undefined) search.set('to', view.to);
  for (const filter of view.where) search.append('where', filterText(filter));
  if (view.metric !== 'cost') search.set('metric', view.metric);
  if (!view.compare) search.set('compare', 'off');
  if (view.interval !== undefined) search.set('interval', view.interval);
  if (view.by !== DEFAULT_BY) search.set('by', view.by);
  if (view.was !== undefined && (view.from !== undefined || view.to !== undefined))
    search.set('was', view.was);
  return search;
};

/** The parameters of every report: of which time, and of which calls. */
export interface Question {
  readonly period?: Period;
  readonly from?: string;
  readonly to?: string;
  readonly where?: string[];
}

export const questionOf = ({ period, from, to, where }: View): Question => ({
  ...(from === undefined && to === undefined
    ? { period }
    : { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }),
  ...(where.length === 0 ? {} : { where: where.map(filterText) }),
});

const same = (a: Filter, b: Filter): boolean =>
  a.dimension === b.dimension && a.op === b.op && a.value === b.value;

/** Adds a filter; the opposite one of the same value gives way. */
export const withFilter = (view: View, filter: Filter): View => ({
  ...view,
  where: [
    ...view.where.filter(
      (other) =>
        !same(other, filter) && !(other.dimension === filter.dimension && other.value === filter.value),
    ),
    filter,
  ],
});

export const withoutFilter = (view: View, filter: Filter): View => ({
  ...view,
  where: view.where.filter((other) => !same(other, filter)),
});

/** The command that asks the same in a terminal. */
export const commandOf = (command: string, view: View, flags: readonly string[] = []): string => {
  const range =
    view.from === undefined && view.to === undefined
      ? [`--period ${view.period}`]
      : [
          ...(view.from === undefined ? [] : [`--since ${quoted(view.from)}`]),
          ...(view.to === undefined ? [] : [`--until ${quoted(view.to)}`]),
        ];
  const where = view.where.map((filter) => `--where ${quoted(filterText(filter))}`);
  return ['meterline', command, ...range, ...where, ...flags].join(' ');
};

/** For a POSIX shell. */
export const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
