import { CALL_FIELDS, callToJson, TOKEN_KINDS } from '@meterline/core';
import type { StoredCall } from '@meterline/store';
import { csvLine } from './csv.ts';

/** What is known of a cost, every key present: null is not known, which is not 0. */
const COST_FIELDS = ['status', 'listUsd', 'billedUsd', 'reportedUsd', 'priceRule', 'matchedBy'] as const;

type Values = Readonly<Record<string, unknown>>;

const valuesOf = (call: StoredCall): Values => {
  const json = callToJson(call) as unknown as Values;
  const cost = (json.cost ?? {}) as Values;
  return { ...json, cost: Object.fromEntries(COST_FIELDS.map((name) => [name, cost[name] ?? null])) };
};

/** One call as a line of Meterline's own JSON, which `meterline import` reads again. */
export const exportJsonLine = (call: StoredCall): string => `${JSON.stringify(valuesOf(call))}\n`;

interface ExportColumn {
  readonly head: string;
  readonly of: (values: Values) => unknown;
}

const inside = (group: string, name: string): ExportColumn => ({
  head: `${group}.${name}`,
  of: (values) => (values[group] as Values | undefined)?.[name],
});

/** The same fields in the same order; the two records are spread, tags stay JSON. */
const COLUMNS: readonly ExportColumn[] = CALL_FIELDS.flatMap((field) => {
  if (field === 'tokens') return TOKEN_KINDS.map((kind) => inside('tokens', kind));
  if (field === 'cost') return COST_FIELDS.map((name) => inside('cost', name));
  return [{ head: field, of: (values: Values) => values[field] }];
});

export const EXPORT_CSV_HEAD: string = csvLine(COLUMNS.map(({ head }) => head));

export const exportCsvLine = (call: StoredCall): string => {
  const values = valuesOf(call);
  return csvLine(COLUMNS.map(({ of }) => of(values)));
};
