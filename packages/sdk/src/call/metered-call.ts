import { responseKey, type UsageReader, usageReader } from '@meterline/core';
import { type AnswerDecoder, bodyDecoder } from '../answer/answer-decoder.ts';
import { decoderFor, isStream } from '../answer/choose-decoder.ts';
import { later } from '../answer/later.ts';
import type { AnswerObserver } from '../answer/observe-response.ts';
import { textBytes, tokensOfText } from '../answer/text-length.ts';
import { usageChunkFilter } from '../answer/usage-chunk-filter.ts';
import type { Ceiling } from '../ceiling/ceiling.ts';
import { type Runtime, runtime } from '../runtime.ts';
import type { Sender } from '../send/sender.ts';
import { type BegunCall, type Ending, recordsOf } from './call-record.ts';
import { brokenCode, errorTypeOf } from './error-type.ts';
import type { CallRoute } from './route.ts';

export interface CallStart extends BegunCall {
  readonly route: CallRoute;
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
    // Clients do not read what they ask again about.
    const refused = (errorType = `http_${status}`): void =>
      this.#record({ status: 'error', httpStatus: status, errorType });
    const decoder = bodyDecoder((body) => refused(errorTypeOf(body)));
    const end = (): void => {
      decoder.end();
      // Without a code in it the call is recorded all the same; after the first record this does nothing.
      refused();
    };
    return {
      isStream: false,
      chunk: (bytes) => {
        decoder.push(bytes);
        return undefined;
      },
      whole: (body) => {
        decoder.push(textOrBytes(body));
        end();
      },
      end,
    };
  }

  #observeAnswer(response: Response): AnswerObserver {
    const type = response.headers.get('content-type') ?? '';
    const answer = new AnswerReading(this.#start, type);
    let isRead = false;
    const finish = (how: 'ended' | 'left' | 'broken', latencyMs: number): void => {
      const isWhole = answer.isWhole(how);
      const isLeft = how === 'left' || this.#start.signal?.aborted === true;
      const ending: Ending = {
        status: isWhole ? 'ok' : isLeft ? 'aborted' : 'error',
        httpStatus: response.status,
        errorType: isWhole || isLeft ? undefined : 'broken_off',
        usage: answer.usage(),
        timeToFirstTokenMs: answer.firstTextMs,
        estimatedOutput: isWhole ? undefined : answer.estimatedOutput,
      };
      this.#record(ending, latencyMs);
    };
    const { takesUsageOut, ceiling } = this.#start;
    return {
      isStream: isStream(type) && (takesUsageOut || ceiling !== undefined),
      passed: takesUsageOut && isStream(type) ? usageChunkFilter() : undefined,
      chunk: (bytes) => {
        if (this.#isOver) return undefined;
        answer.push(bytes);
        if (answer.hasText) answer.firstTextMs ??= this.#elapsed();
        const error = ceiling?.passedBy(answer);
        if (error !== undefined) finish('left', this.#elapsed());
        return error;
      },
      whole: (body) => {
        isRead = true;
        const latencyMs = this.#elapsed();
        const size = typeof body === 'string' ? body.length : body.byteLength;
        const read = (): void => {
          answer.push(textOrBytes(body));
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

  #record(ending: Ending, latencyMs = this.#elapsed()): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { route, sender, signal } = this.#start;
    signal?.removeEventListener('abort', this.#onAbort);
    if (route.isRetrieval && !isNamedAndCounted(ending)) return;
    // How long somebody took to ask again is nothing of the call.
    const times = route.isRetrieval
      ? { timeToFirstTokenMs: undefined, httpStatus: undefined }
      : { latencyMs };
    for (const record of recordsOf({ ...this.#start, ...ending, startedAt: this.#startedAt, ...times }))
      sender.add(record);
  }
}

/** Only such an answer can be found again as the call that it was; another would count each time it is asked for. */
const isNamedAndCounted = ({ usage }: Ending): boolean =>
  responseKey(usage?.responseId) !== undefined && Object.keys(usage?.tokens ?? {}).length > 0;

const textOrBytes = (body: string | ArrayBuffer): string | Uint8Array =>
  typeof body === 'string' ? body : new Uint8Array(body);

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
    return this.#reader.ended() || this.#decoder.ended();
  }

  /** Output tokens by the text of the stream so far. */
  get estimatedOutput(): number {
    return tokensOfText(this.#bytes);
  }

  isWhole(how: 'ended' | 'left' | 'broken'): boolean {
    // An error that came inside it ended it before its end.
    return this.hasEnded || (how === 'ended' && this.usage()?.errorType === undefined);
  }
}
