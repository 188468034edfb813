import { type UsageReader, usageReader } from '@meterline/core';
import { type AnswerDecoder, parsed } from '../answer/answer-decoder.ts';
import { decoderFor, isStream } from '../answer/choose-decoder.ts';
import { later } from '../answer/later.ts';
import type { AnswerObserver } from '../answer/observe-response.ts';
import { textBytes, tokensOfText } from '../answer/text-length.ts';
import { usageChunkFilter } from '../answer/usage-chunk-filter.ts';
import type { Ceiling } from '../ceiling/ceiling.ts';
import type { Tags } from '../public-types.ts';
import { type Runtime, runtime } from '../runtime.ts';
import type { Sender } from '../send/sender.ts';
import { type CallRecord, recordsOf } from './call-record.ts';
import { brokenCode, errorTypeOf } from './error-type.ts';
import type { CallRoute } from './route.ts';

export interface CallStart {
  readonly id: string;
  readonly route: CallRoute;
  readonly modelAsked: string | undefined;
  readonly tags: Tags;
  readonly attempt: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly ceiling: Ceiling | undefined;
  /** We asked for the usage of the stream: it is taken out again. */
  readonly takesUsageOut: boolean;
  readonly sender: Sender;
}

/** One attempt of one call, from the request to the last byte that the program reads. Recorded once, however it ends. */
export class MeteredCall {
  readonly #start: CallStart;
  readonly #world: Runtime = runtime();
  readonly #startedAt: number = this.#world.clock();
  readonly #startedMs: number = this.#world.monotonic();
  readonly #onAbort = (): void => this.#latest?.end('left');
  #latest: AnswerObserver | undefined;
  #isOver = false;

  constructor(start: CallStart) {
    this.#start = start;
  }

  /** There was no answer. */
  failed(error: unknown): void {
    const isAborted = this.#start.signal?.aborted === true;
    this.#record({
      status: isAborted ? 'aborted' : 'error',
      errorType: isAborted ? undefined : brokenCode(error),
    });
  }

  /** An answer has begun; each reading of it has an observer. */
  observer(response: Response): AnswerObserver {
    this.#start.signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#latest = response.ok ? this.#observeAnswer(response) : this.#observeRefusal(response);
    return this.#latest;
  }

  /** An answer without a body, or one that cannot be watched. */
  unseen(response: Response): void {
    this.#record({ status: response.ok ? 'ok' : 'error', httpStatus: response.status });
  }

  #observeRefusal({ status }: Response): AnswerObserver {
    let text = '';
    const decoder = new TextDecoder();
    const refused = (errorType?: string): void =>
      this.#record({ status: 'error', httpStatus: status, errorType });
    const read = (): void =>
      parsed(text, (body) => {
        refused(errorTypeOf(body));
      });
    return {
      chunk: (bytes) => {
        if (text.length < MAX_ERROR_CHARS) text += decoder.decode(bytes, { stream: true });
        return undefined;
      },
      whole: (answer) => {
        text = typeof answer === 'string' ? answer : decoder.decode(answer);
        read();
        refused();
      },
      end: () => {
        read();
        // Without a code in it the call is recorded all the same; after the first record this does nothing.
        refused();
      },
    };
  }

  #observeAnswer(response: Response): AnswerObserver {
    const type = response.headers.get('content-type') ?? '';
    const answer = new AnswerReading(this.#start, type);
    let isRead = false;
    const finish = (how: 'ended' | 'left' | 'broken', latencyMs: number): void => {
      const isWhole = answer.isWhole(how);
      const isLeft = how === 'left' || this.#start.signal?.aborted === true;
      this.#record({
        status: isWhole ? 'ok' : isLeft ? 'aborted' : 'error',
        httpStatus: response.status,
        errorType: isWhole || isLeft ? undefined : 'broken_off',
        answer,
        estimatedOutput: isWhole ? undefined : answer.estimatedOutput,
        latencyMs,
      });
    };
    return {
      passed: this.#start.takesUsageOut && isStream(type) ? usageChunkFilter() : undefined,
      chunk: (bytes) => {
        if (this.#isOver) return undefined;
        answer.push(bytes);
        if (answer.hasText) answer.firstTextMs ??= this.#elapsed();
        const error = this.#start.ceiling?.passedBy(answer);
        if (error !== undefined) finish('left', this.#elapsed());
        return error;
      },
      whole: (body) => {
        isRead = true;
        const latencyMs = this.#elapsed();
        const size = typeof body === 'string' ? body.length : body.byteLength;
        const read = (): void => {
          answer.push(typeof body === 'string' ? body : new Uint8Array(body));
          answer.finish();
          finish('ended', latencyMs);
        };
        if (!later(size, read)) finish('ended', latencyMs);
      },
      end: (how) => {
        if (isRead || this.#isOver) return;
        answer.finish();
        finish(how, this.#elapsed());
      },
    };
  }

  #elapsed(): number {
    return this.#world.monotonic() - this.#startedMs;
  }

  #record(ending: Ending): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { route, sender, id, modelAsked, tags, attempt, signal } = this.#start;
    signal?.removeEventListener('abort', this.#onAbort);
    const usage = ending.answer?.usage();
    if (route.isRetrieval && usage === undefined) return;
    const records: readonly CallRecord[] = recordsOf({
      id,
      provider: route.provider,
      modelAsked,
      region: route.region,
      tags,
      attempt,
      usage,
      estimatedOutput: ending.estimatedOutput,
      startedAt: this.#startedAt,
      latencyMs: ending.latencyMs ?? this.#elapsed(),
      timeToFirstTokenMs: ending.answer?.firstTextMs,
      status: ending.status,
      httpStatus: ending.httpStatus,
      errorType: ending.errorType,
    });
    for (const record of records) sender.add(record);
  }
}

/** An error's body is some hundred characters; of a longer one the code is not looked for. */
const MAX_ERROR_CHARS = 64 * 1024;

interface Ending {
  readonly status: 'ok' | 'error' | 'aborted';
  readonly httpStatus?: number | undefined;
  readonly errorType?: string | undefined;
  readonly answer?: AnswerReading | undefined;
  readonly estimatedOutput?: number | undefined;
  readonly latencyMs?: number;
}

/** What one reading of an answer has said so far: counts, and how much text there was. */
export class AnswerReading {
  readonly #reader: UsageReader;
  readonly #decoder: AnswerDecoder;
  readonly #isStream: boolean;
  #bytes = 0;
  /** Milliseconds from the request to the first text. */
  firstTextMs: number | undefined;

  constructor({ route }: Pick<CallStart, 'route'>, contentType: string) {
    this.#reader = usageReader(route.wire);
    this.#isStream = isStream(contentType);
    this.#decoder = decoderFor(contentType, route.wire, (value) => {
      this.#reader.read(value);
      if (this.#isStream) this.#bytes += textBytes(value);
    });
  }

  push(bytes: Uint8Array | string): void {
    this.#decoder.push(bytes);
  }

  finish(): void {
    this.#decoder.end();
  }

  usage(): ReturnType<UsageReader['usage']> {
    return this.#reader.usage();
  }

  get hasText(): boolean {
    return this.#bytes > 0;
  }

  get hasEnded(): boolean {
    return this.#reader.ended || this.#decoder.ended;
  }

  /** Output tokens by the text of the stream so far. */
  get estimatedOutput(): number {
    return tokensOfText(this.#bytes);
  }

  isWhole(how: 'ended' | 'left' | 'broken'): boolean {
    return how === 'ended' || this.hasEnded;
  }
}
