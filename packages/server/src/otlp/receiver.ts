import { ok, type Result, type UsageEvent } from '@meterline/core';
import type { Recorder } from '../record/recorder.ts';
import { decodeMetrics, decodeRecords, type Encoding, type Signal } from './decode/decode.ts';
import { MAX_SENDERS } from './limits.ts';
import { readRecord } from './record-to-call.ts';
import { SpanFamily } from './span-family.ts';
import type { TelemetryRecord } from './telemetry-record.ts';

/** What the exporter is told. */
export interface Received {
  readonly rejected: number;
  /** Why, in words of ours; undefined when nothing was rejected. */
  readonly message: string | undefined;
}

/** Since the start, for people who wonder what arrives. */
export interface OtlpStats {
  readonly requests: number;
  readonly records: number;
  /** By dialect. Merged ones count as often as they were told. */
  readonly calls: Readonly<Record<string, number>>;
  readonly rejected: number;
  readonly metrics: number;
  /** Programs (`service.name`) that have sent metrics and no call: their traces or logs are off. */
  readonly metricsOnly: readonly string[];
}

export interface OtlpReceiver {
  /** The calls are in the ledger when it resolves. Throws the ledger's faults; sending again is then right. */
  receive(body: Buffer, encoding: Encoding, signal: Signal): Promise<Result<Received>>;
  stats(): OtlpStats;
}

export interface OtlpReceiverOptions {
  readonly recorder: Pick<Recorder, 'record'>;
  readonly clock: () => number;
}

/** Takes OpenTelemetry's spans, logs and metrics, and records the calls that they tell of. */
export const createOtlpReceiver = (options: OtlpReceiverOptions): OtlpReceiver => new Receiver(options);

class Receiver implements OtlpReceiver {
  readonly #options: OtlpReceiverOptions;
  readonly #family = new SpanFamily();
  readonly #calls = new Map<string, number>();
  readonly #callers = new Set<string>();
  readonly #metricSenders = new Set<string>();
  #requests = 0;
  #records = 0;
  #rejected = 0;
  #metrics = 0;

  constructor(options: OtlpReceiverOptions) {
    this.#options = options;
  }

  async receive(body: Buffer, encoding: Encoding, signal: Signal): Promise<Result<Received>> {
    this.#requests += 1;
    if (signal === 'metrics') return this.#receiveMetrics(body, encoding);
    const decoded = decodeRecords(body, encoding, signal);
    if (!decoded.ok) return decoded;
    const { records, left } = decoded.value;
    const { events, refused } = this.#read(records);
    await this.#options.recorder.record(events);
    this.#records += records.length;
    this.#rejected += refused + left;
    return ok({ rejected: refused + left, message: messageOf(refused, left) });
  }

  stats(): OtlpStats {
    return {
      requests: this.#requests,
      records: this.#records,
      calls: Object.fromEntries(this.#calls),
      rejected: this.#rejected,
      metrics: this.#metrics,
      metricsOnly: [...this.#metricSenders].filter((sender) => !this.#callers.has(sender)).sort(),
    };
  }

  #read(records: readonly TelemetryRecord[]): { events: readonly UsageEvent[]; refused: number } {
    const now = this.#options.clock();
    const events: UsageEvent[] = [];
    let refused = 0;
    for (const record of childrenFirst(records)) {
      const read = readRecord(record, now);
      if (read.outcome === 'refused') refused += 1;
      const event = read.outcome === 'call' ? this.#family.admit(record, read.event) : undefined;
      if (event === undefined || read.outcome !== 'call') continue;
      events.push(event);
      this.#calls.set(read.dialect, (this.#calls.get(read.dialect) ?? 0) + 1);
      note(this.#callers, senderOf(record));
    }
    return { events, refused };
  }

  /** Sums of what spans and logs tell call by call: taken, and never counted as calls. */
  #receiveMetrics(body: Buffer, encoding: Encoding): Result<Received> {
    const decoded = decodeMetrics(body, encoding);
    if (!decoded.ok) return decoded;
    for (const { sender, metrics } of decoded.value) {
      this.#metrics += metrics;
      note(this.#metricSenders, sender);
    }
    return ok({ rejected: 0, message: undefined });
  }
}

/** A parent ends after its children; so in one request at least it never comes before them. */
const childrenFirst = (records: readonly TelemetryRecord[]): readonly TelemetryRecord[] =>
  [...records].sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0) || (b.startedAt ?? 0) - (a.startedAt ?? 0));

const senderOf = ({ resource }: TelemetryRecord): string => {
  const name = resource.get('service.name');
  return typeof name === 'string' ? name : 'unknown';
};

const note = (senders: Set<string>, sender: string): void => {
  if (senders.size < MAX_SENDERS) senders.add(sender);
};

const messageOf = (refused: number, left: number): string | undefined => {
  const reasons = [
    ...(refused > 0 ? [`${refused} calls have no time that can be used`] : []),
    ...(left > 0 ? [`${left} records are more than are taken at once`] : []),
  ];
  return reasons.length === 0 ? undefined : `${reasons.join('; ')}.`;
};
