import { fail, ok, type Result } from '@meterline/core';
import { MAX_OTLP_RECORDS } from '../limits.ts';
import type { TelemetryRecord } from '../telemetry-record.ts';
import { decodeAttributes } from './attributes.ts';
import { fieldOf, idOf, listOf, millisecondsOf, nameOf } from './foreign-value.ts';
import { messageType } from './protobuf-schema.ts';

export const SIGNALS = ['traces', 'logs', 'metrics'] as const;
export type Signal = (typeof SIGNALS)[number];
export type Encoding = 'json' | 'protobuf';

export interface DecodedRecords {
  readonly records: readonly TelemetryRecord[];
  /** Records beyond the most that one request may have. */
  readonly left: number;
}

/** The spans or log records of a request. */
export const decodeRecords = (
  body: Buffer,
  encoding: Encoding,
  signal: 'traces' | 'logs',
): Result<DecodedRecords> => {
  const request = parseRequest(body, encoding, signal);
  if (!request.ok) return request;
  const names = FIELDS[signal];
  const records: TelemetryRecord[] = [];
  let left = 0;
  for (const resource of listOf(fieldOf(request.value, names.resources))) {
    const about = decodeAttributes(fieldOf(fieldOf(resource, 'resource'), 'attributes'));
    for (const scope of listOf(fieldOf(resource, names.scopes))) {
      const scopeName = nameOf(fieldOf(fieldOf(scope, 'scope'), 'name')) ?? '';
      for (const record of listOf(fieldOf(scope, names.records))) {
        if (records.length >= MAX_OTLP_RECORDS) left += 1;
        else records.push(names.decode(record, scopeName, about));
      }
    }
  }
  return ok({ records, left });
};

/** Of metrics only who sends them and how many: they are sums of what spans and logs tell call by call. */
export const decodeMetrics = (
  body: Buffer,
  encoding: Encoding,
): Result<readonly { readonly sender: string; readonly metrics: number }[]> => {
  const request = parseRequest(body, encoding, 'metrics');
  if (!request.ok) return request;
  return ok(
    listOf(fieldOf(request.value, 'resourceMetrics')).map((resource) => {
      const name = decodeAttributes(fieldOf(fieldOf(resource, 'resource'), 'attributes')).get('service.name');
      const scopes = listOf(fieldOf(resource, 'scopeMetrics'));
      const metrics = scopes.reduce<number>(
        (sum, scope) => sum + listOf(fieldOf(scope, 'metrics')).length,
        0,
      );
      return { sender: typeof name === 'string' ? name : 'unknown', metrics };
    }),
  );
};

const MESSAGES = { traces: 'Traces', logs: 'Logs', metrics: 'Metrics' } as const;

const parseRequest = (body: Buffer, encoding: Encoding, signal: Signal): Result<unknown> => {
  try {
    if (encoding === 'json') {
      const value: unknown = JSON.parse(body.toString('utf8'));
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? ok(value)
        : fail('REQUEST_INVALID', `The body is not an export request of ${signal}.`);
    }
    const type = messageType(MESSAGES[signal]);
    return ok(type.toObject(type.decode(body), { longs: String, bytes: Buffer }));
  } catch {
    return fail('REQUEST_INVALID', `The body is not valid ${encoding}.`);
  }
};

type Resource = TelemetryRecord['resource'];

const decodeSpan = (span: unknown, scope: string, resource: Resource): TelemetryRecord => ({
  kind: 'span',
  name: nameOf(fieldOf(span, 'name')) ?? '',
  scope,
  traceId: idOf(fieldOf(span, 'traceId')),
  spanId: idOf(fieldOf(span, 'spanId')),
  parentSpanId: idOf(fieldOf(span, 'parentSpanId')),
  startedAt: millisecondsOf(fieldOf(span, 'startTimeUnixNano')),
  endedAt: millisecondsOf(fieldOf(span, 'endTimeUnixNano')),
  isError: fieldOf(fieldOf(span, 'status'), 'code') === STATUS_ERROR,
  resource,
  attributes: decodeAttributes(fieldOf(span, 'attributes')),
});

const STATUS_ERROR = 2;

const decodeLog = (log: unknown, scope: string, resource: Resource): TelemetryRecord => {
  const attributes = decodeAttributes(fieldOf(log, 'attributes'));
  return {
    kind: 'log',
    name: nameOf(fieldOf(log, 'eventName')) ?? '',
    scope,
    traceId: idOf(fieldOf(log, 'traceId')),
    spanId: idOf(fieldOf(log, 'spanId')),
    parentSpanId: undefined,
    startedAt: undefined,
    endedAt: logTime(log, attributes),
    isError: false,
    resource,
    attributes,
  };
};

/** The event's own time where the program gives it: the record's may be that of its writing. */
const logTime = (log: unknown, attributes: TelemetryRecord['attributes']): number | undefined => {
  const own = attributes.get('event.timestamp');
  return (
    instantOf(own) ??
    millisecondsOf(fieldOf(log, 'timeUnixNano')) ??
    millisecondsOf(fieldOf(log, 'observedTimeUnixNano'))
  );
};

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

const instantOf = (value: unknown): number | undefined => {
  const instant = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(instant) ? undefined : instant;
};

const FIELDS = {
  traces: { resources: 'resourceSpans', scopes: 'scopeSpans', records: 'spans', decode: decodeSpan },
  logs: { resources: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords', decode: decodeLog },
} as const;
