import type { Transform } from 'node:stream';
import { responseKey, usageReader, wireOfAnswer } from '@meterline/core';
import type { CallAttribution } from '../attribution/attribution.ts';
import type { GatewayKey, GatewayOptions } from '../gateway.ts';
import { MAX_TAP_LAG_BYTES } from '../limits.ts';
import type { AnswerDecoder } from '../tap/decoder.ts';
import { inflaterOf } from '../tap/inflater.ts';
import { linesDecoder } from '../tap/lines-decoder.ts';
import type { TapDrop } from '../tap/tap.ts';
import type { BatchLine, Route } from '../upstream.ts';
import { eventsOf } from './call-event.ts';
import { headerOf } from './forward-headers.ts';
import type { Target } from './target.ts';

export interface BatchAnswerParts {
  readonly options: GatewayOptions;
  readonly target: Target;
  readonly route: Extract<Route, { kind: 'batch' }>;
  readonly key: GatewayKey | undefined;
  /** Of whoever fetches the results. */
  readonly attribution: CallAttribution;
  /** Told why the rest of the results was not read. */
  readonly onDrop: (why: TapDrop) => void;
}

/** The results of a batch, a call a line. Fetched again they are the same calls: their ids say so. */
export class BatchAnswer {
  readonly #parts: BatchAnswerParts;
  #lines: AnswerDecoder | undefined;
  #inflater: Transform | undefined;

  constructor(parts: BatchAnswerParts) {
    this.#parts = parts;
  }

  answers(status: number, headers: readonly string[]): void {
    if (status !== 200) return;
    const lines = linesDecoder(
      {},
      (line) => this.#record(this.#parts.route.lineOf(line)),
      () => {},
    );
    const encoding = headerOf(headers, 'content-encoding').toLowerCase();
    if (encoding === '' || encoding === 'identity') this.#lines = lines;
    else this.#inflate(encoding, lines);
  }

  hears(chunk: Buffer): void {
    this.#lines?.push(chunk);
    const inflater = this.#inflater;
    if (inflater === undefined) return;
    if (inflater.writableLength > MAX_TAP_LAG_BYTES) this.#drop('lag');
    else inflater.write(chunk);
  }

  /** `done` is called when every line was read. */
  ends(done: () => void): void {
    this.#lines?.end();
    const inflater = this.#inflater;
    if (inflater === undefined) done();
    else inflater.once('close', done).end();
  }

  /** The rest does not come. */
  breaks(): void {
    this.#inflater?.destroy();
    this.#inflater = undefined;
  }

  #inflate(encoding: string, lines: AnswerDecoder): void {
    const inflater = inflaterOf(encoding);
    if (inflater === undefined) {
      this.#parts.onDrop('encoding');
      return;
    }
    this.#inflater = inflater
      .on('data', (chunk: Buffer) => lines.push(chunk))
      .on('end', () => lines.end())
      .on('error', () => this.#drop('fault'));
  }

  #drop(why: TapDrop): void {
    if (this.#inflater === undefined) return;
    this.breaks();
    this.#parts.onDrop(why);
  }

  #record(line: BatchLine | undefined): void {
    if (line === undefined) return;
    const { options, target, route, key, attribution } = this.#parts;
    // One file may have chat completions, another responses or embeddings.
    const reader = usageReader(wireOfAnswer(line.answer) ?? route.wire);
    reader.read(line.answer);
    const usage = reader.usage();
    // Without an id that is one of a kind the same results would count again each time they are fetched.
    if (usage === undefined || (responseKey(usage.responseId) ?? line.key) === undefined) return;
    if (Object.keys(usage.tokens).length === 0) return;
    const events = eventsOf({
      provider: target.upstream.provider,
      wire: route.wire,
      modelAsked: usage.model,
      region: undefined,
      batch: true,
      attribution,
      keyLabel: key?.label,
      usage,
      estimatedOutput: undefined,
      isWhole: true,
      startedAt: options.clock(),
      latencyMs: undefined,
      timeToFirstTokenMs: undefined,
      httpStatus: undefined,
      outcome: usage.errorType === undefined ? 'ok' : 'error',
      errorType: usage.errorType,
      attempt: undefined,
      promptFingerprint: undefined,
      quotas: [],
      newId: options.newId,
      otherKey: line.key,
    });
    for (const event of events) options.sink.record({ event, quota: [] }, () => {});
  }
}
