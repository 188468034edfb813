import { usageReader } from '@meterline/core';
import { attributionOf } from '../attribution/attribution.ts';
import type { GatewayKey, GatewayOptions } from '../gateway.ts';
import type { AnswerDecoder } from '../tap/decoder.ts';
import { linesDecoder } from '../tap/lines-decoder.ts';
import type { Route } from '../upstream.ts';
import { eventsOf } from './call-event.ts';
import { headerOf } from './forward-headers.ts';
import type { Target } from './target.ts';

/** The results of a batch, a call a line. Fetched again they are the same calls: their ids say so. */
export class BatchAnswer {
  readonly #options: GatewayOptions;
  readonly #target: Target;
  readonly #route: Extract<Route, { kind: 'batch' }>;
  readonly #key: GatewayKey | undefined;
  #lines: AnswerDecoder | undefined;

  constructor(
    options: GatewayOptions,
    target: Target,
    route: Extract<Route, { kind: 'batch' }>,
    key: GatewayKey | undefined,
  ) {
    this.#options = options;
    this.#target = target;
    this.#route = route;
    this.#key = key;
  }

  answers(status: number, headers: readonly Buffer[]): void {
    // Compressed results are those of a file that is large: they are left to a later import.
    if (status === 200 && headerOf(headers, 'content-encoding') === '')
      this.#lines = linesDecoder(
        {},
        (line) => this.#record(this.#route.answerIn(line)),
        () => {},
      );
  }

  hears(chunk: Buffer): void {
    this.#lines?.push(chunk);
  }

  ends(): void {
    this.#lines?.end();
  }

  #record(answer: unknown): void {
    const reader = usageReader(this.#route.wire);
    reader.read(answer);
    const usage = reader.usage();
    // Without an id of the provider's own the same results would count again each time they are fetched.
    if (usage?.responseId === undefined) return;
    const at = this.#options.clock();
    const events = eventsOf({
      provider: this.#target.upstream.provider,
      wire: this.#route.wire,
      modelAsked: usage.model,
      region: undefined,
      batch: true,
      attribution: attributionOf(Object.entries(this.#key?.defaults ?? {})),
      keyLabel: this.#key?.label,
      usage,
      estimatedOutput: undefined,
      isWhole: true,
      startedAt: at,
      latencyMs: undefined,
      timeToFirstTokenMs: undefined,
      httpStatus: undefined,
      outcome: usage.errorType === undefined ? 'ok' : 'error',
      errorType: usage.errorType,
      attempt: undefined,
      promptFingerprint: undefined,
      newId: this.#options.newId,
    });
    for (const event of events) this.#options.sink.record({ event, quota: [] });
  }
}
