import type { UsageEvent } from '@meterline/core';
import {
  JsonLogsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import type { Encoding, Signal } from '../../src/otlp/decode/decode.ts';
import { createOtlpReceiver, type OtlpReceiver } from '../../src/otlp/receiver.ts';

/** A span as a test writes it; the official exporter's code encodes it. */
export interface TestSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  /** UTC milliseconds. */
  readonly start?: number;
  readonly end?: number;
  readonly isError?: boolean;
}

export interface TestLog {
  readonly attributes: TestSpan['attributes'];
  readonly eventName?: string;
  readonly body?: string;
  readonly at?: number;
  readonly traceId?: string;
  readonly spanId?: string;
}

export const START = 1_795_315_000_000;
export const TRACE = 'ab'.repeat(16);
export const spanId = (number: number): string => number.toString(16).padStart(16, '0');

const time = (milliseconds: number): [number, number] => [
  Math.floor(milliseconds / 1000),
  (milliseconds % 1000) * 1_000_000,
];

const resourceOf = (attributes: TestSpan['attributes']) => ({ attributes, asyncAttributesPending: false });
const scopeOf = (name: string) => ({ name, version: '1' });

const readable = (span: TestSpan, resource: TestSpan['attributes'], scope: string) => {
  const traceId = span.traceId ?? TRACE;
  const context = (id: string) => ({ traceId, spanId: id, traceFlags: 1 });
  return {
    name: span.name,
    kind: 2,
    spanContext: () => context(span.spanId ?? spanId(1)),
    ...(span.parentSpanId === undefined ? {} : { parentSpanContext: context(span.parentSpanId) }),
    startTime: time(span.start ?? START),
    endTime: time(span.end ?? START + 1500),
    status: { code: span.isError === true ? 2 : 0 },
    attributes: span.attributes,
    links: [],
    events: [],
    duration: time(1500),
    ended: true,
    resource: resourceOf(resource),
    instrumentationScope: scopeOf(scope),
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
};

export const encodeSpans = (
  spans: readonly TestSpan[],
  encoding: Encoding,
  resource: TestSpan['attributes'] = { 'service.name': 'shop' },
  scope = 'test',
): Buffer => {
  const serializer = encoding === 'json' ? JsonTraceSerializer : ProtobufTraceSerializer;
  return Buffer.from(
    serializer.serializeRequest(spans.map((span) => readable(span, resource, scope)) as never)!,
  );
};

export const encodeLogs = (
  logs: readonly TestLog[],
  encoding: Encoding,
  resource: TestSpan['attributes'] = { 'service.name': 'shop' },
  scope = 'test',
): Buffer => {
  const serializer = encoding === 'json' ? JsonLogsSerializer : ProtobufLogsSerializer;
  const records = logs.map(({ attributes, eventName, body, at = START, traceId = TRACE, spanId: id }) => ({
    hrTime: time(at),
    hrTimeObserved: time(at),
    ...(id === undefined ? {} : { spanContext: { traceId, spanId: id, traceFlags: 1 } }),
    ...(eventName === undefined ? {} : { eventName }),
    ...(body === undefined ? {} : { body }),
    resource: resourceOf(resource),
    instrumentationScope: scopeOf(scope),
    attributes,
    droppedAttributesCount: 0,
  }));
  return Buffer.from(serializer.serializeRequest(records as never)!);
};

export interface TestReceiver {
  readonly receiver: OtlpReceiver;
  readonly events: UsageEvent[];
  send(body: Buffer, encoding: Encoding, signal: Signal): Promise<void>;
}

/** A receiver whose calls a test can look at as they would go to the ledger. */
export const testReceiver = (): TestReceiver => {
  const events: UsageEvent[] = [];
  const receiver = createOtlpReceiver({
    recorder: {
      record: async (recorded) => {
        events.push(...(recorded as readonly UsageEvent[]));
        return { added: recorded.length, merged: 0, unchanged: 0 };
      },
    },
    clock: () => START + 86_400_000,
  });
  return {
    receiver,
    events,
    send: async (body, encoding, signal) => {
      const received = await receiver.receive(body, encoding, signal);
      if (!received.ok) throw new Error(received.fault.message);
    },
  };
};

/** What the ledger makes of events: those that share a key are one call, whatever their order. */
export const callsOf = (events: readonly UsageEvent[]): readonly (readonly UsageEvent[])[] => {
  const calls: UsageEvent[][] = [];
  for (const event of events) {
    const joined = calls.filter((call) =>
      call.some(({ keys }) => keys.some((key) => event.keys.includes(key))),
    );
    const rest = calls.filter((call) => !joined.includes(call));
    calls.splice(0, calls.length, ...rest, [...joined.flat(), event]);
  }
  return calls;
};
