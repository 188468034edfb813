import { INTERVALS, type Interval } from '@meterline/core';
import {
  choice,
  constant,
  instant,
  type JsonSchema,
  list,
  nullable,
  object,
  type Shape,
  text,
} from './shape.ts';

/** The one envelope of every report with `--json`. A report says only what its rows and totals are. */
export interface Envelope<Row = unknown, Totals = unknown> {
  readonly schema: string;
  readonly generatedAt: string;
  readonly zone: string;
  readonly range: { readonly from: string | null; readonly to: string | null };
  readonly by: readonly string[];
  readonly interval: Interval | null;
  readonly rows: readonly Row[];
  readonly totals: Totals;
  readonly notes: readonly Note[];
}

/** Something to know about the figures: a stable code, and a sentence. */
export interface Note {
  readonly code: string;
  readonly text: string;
}

/** A kind of report: its name, and what stands in its rows and totals. */
export interface ReportKind<Row, Totals> {
  /** `costs`: the schema is `meterline/costs@1`. */
  readonly name: string;
  readonly about: string;
  readonly row: Shape<Row>;
  readonly totals: Shape<Totals>;
}

export const schemaName = (name: string): string => `meterline/${name}@1`;

/** What a report has to say beyond its kind; `range` in UTC milliseconds, half-open. */
export interface EnvelopeParts<Row, Totals> {
  readonly now: number;
  readonly zone: string;
  readonly range?: { readonly from?: number | undefined; readonly to?: number | undefined };
  readonly by?: readonly string[];
  readonly interval?: Interval | undefined;
  readonly rows: readonly Row[];
  readonly totals: Totals;
  readonly notes?: readonly Note[];
}

/** ISO 8601 in UTC, as every time in JSON. */
export const iso = (instantMs: number): string => new Date(instantMs).toISOString();
export const isoOrNull = (instantMs: number | null | undefined): string | null =>
  instantMs === null || instantMs === undefined ? null : iso(instantMs);

export const envelopeOf = <Row, Totals>(
  kind: ReportKind<Row, Totals>,
  parts: EnvelopeParts<Row, Totals>,
): Envelope<Row, Totals> => ({
  schema: schemaName(kind.name),
  generatedAt: iso(parts.now),
  zone: parts.zone,
  range: { from: isoOrNull(parts.range?.from), to: isoOrNull(parts.range?.to) },
  by: parts.by ?? [],
  interval: parts.interval ?? null,
  rows: parts.rows,
  totals: parts.totals,
  notes: parts.notes ?? [],
});

/** The JSON Schema of a kind of report, as docs/schemas holds it. */
export const envelopeSchema = (kind: ReportKind<unknown, unknown>): JsonSchema => {
  const envelope = object({
    schema: constant(schemaName(kind.name)),
    generatedAt: instant(),
    zone: text('IANA zone of all days.'),
    range: object({ from: nullable(instant()), to: nullable(instant()) }, 'Half-open; null is unbounded.'),
    by: list(text(), 'What rows are grouped by.'),
    interval: nullable(choice(INTERVALS)),
    rows: list(kind.row),
    totals: kind.totals,
    notes: list(object({ code: text(), text: text() }), 'What to know about the figures.'),
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: schemaName(kind.name),
    title: schemaName(kind.name),
    description: kind.about,
    ...envelope.schema,
  };
};
