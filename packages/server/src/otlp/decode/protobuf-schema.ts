import protobuf from 'protobufjs/light.js';

/**
 * The part of opentelemetry-proto 1.x that is read, by the same field numbers; what is not listed is skipped on the
 * wire. Values are scalars or lists of text: maps and nested lists hold messages and tool calls, never a count.
 */
const messages: Readonly<Record<string, Readonly<Record<string, readonly [type: string, id: number]>>>> = {
  Word: { stringValue: ['string', 1] },
  Words: { values: ['repeated Word', 1] },
  AnyValue: {
    stringValue: ['string', 1],
    boolValue: ['bool', 2],
    intValue: ['int64', 3],
    doubleValue: ['double', 4],
    arrayValue: ['Words', 5],
  },
  KeyValue: { key: ['string', 1], value: ['AnyValue', 2] },
  Resource: { attributes: ['repeated KeyValue', 1] },
  Scope: { name: ['string', 1] },
  Status: { code: ['int32', 3] },
  Span: {
    traceId: ['bytes', 1],
    spanId: ['bytes', 2],
    parentSpanId: ['bytes', 4],
    name: ['string', 5],
    startTimeUnixNano: ['fixed64', 7],
    endTimeUnixNano: ['fixed64', 8],
    attributes: ['repeated KeyValue', 9],
    status: ['Status', 15],
  },
  ScopeSpans: { scope: ['Scope', 1], spans: ['repeated Span', 2] },
  ResourceSpans: { resource: ['Resource', 1], scopeSpans: ['repeated ScopeSpans', 2] },
  Traces: { resourceSpans: ['repeated ResourceSpans', 1] },
  LogRecord: {
    timeUnixNano: ['fixed64', 1],
    attributes: ['repeated KeyValue', 6],
    traceId: ['bytes', 9],
    spanId: ['bytes', 10],
    observedTimeUnixNano: ['fixed64', 11],
    eventName: ['string', 12],
  },
  ScopeLogs: { scope: ['Scope', 1], logRecords: ['repeated LogRecord', 2] },
  ResourceLogs: { resource: ['Resource', 1], scopeLogs: ['repeated ScopeLogs', 2] },
  Logs: { resourceLogs: ['repeated ResourceLogs', 1] },
  Metric: { name: ['string', 1] },
  ScopeMetrics: { scope: ['Scope', 1], metrics: ['repeated Metric', 2] },
  ResourceMetrics: { resource: ['Resource', 1], scopeMetrics: ['repeated ScopeMetrics', 2] },
  Metrics: { resourceMetrics: ['repeated ResourceMetrics', 1] },
  // Answers.
  PartialSuccess: { rejected: ['int64', 1], errorMessage: ['string', 2] },
  ExportResponse: { partialSuccess: ['PartialSuccess', 1] },
  RpcStatus: { code: ['int32', 1], message: ['string', 2] },
};

const fieldOf = ([type, id]: readonly [string, number]) => {
  const [first, second] = type.split(' ');
  return second === undefined ? { type, id } : { rule: first, type: second, id };
};

const makeRoot = (): protobuf.Root =>
  protobuf.Root.fromJSON({
    nested: Object.fromEntries(
      Object.entries(messages).map(([name, fields]) => [
        name,
        {
          fields: Object.fromEntries(
            Object.entries(fields).map(([field, definition]) => [field, fieldOf(definition)]),
          ),
          // As one of several a value has a presence of its own: a count of 0 is not the same as none.
          ...(name === 'AnyValue' ? { oneofs: { value: { oneof: Object.keys(fields) } } } : {}),
        },
      ]),
    ),
  } as protobuf.INamespace);

let root: protobuf.Root | undefined;

/** The types are made when the first request in protobuf comes: most never get one. */
export const messageType = (name: string): protobuf.Type => {
  root ??= makeRoot();
  return root.lookupType(name);
};
