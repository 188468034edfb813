import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Quota, responseKey } from '@meterline/core';
import { attributionOf, type CallAttribution, merged } from '../attribution/attribution.ts';
import { fromBody } from '../attribution/from-body.ts';
import { fromHeaders } from '../attribution/from-headers.ts';
import { fromUserAgent } from '../attribution/from-user-agent.ts';
import type { GatewayKey, GatewayOptions } from '../gateway.ts';
import { FormModel, isForm } from '../request/form-model.ts';
import type { KeyedHash } from '../request/keyed-hash.ts';
import { promptFingerprint } from '../request/prompt-fingerprint.ts';
import { NO_FACTS, type RequestBodyFacts, requestBodyFacts, requestSpans } from '../request/request-facts.ts';
import { createTap, type Tap, type TapDrop } from '../tap/tap.ts';
import type { Route, Upstream } from '../upstream.ts';
import { answerBroken, brokenCode } from './broken-answer.ts';
import { type EndedCall, eventsOf } from './call-event.ts';
import { headerOf } from './forward-headers.ts';
import { quotasIn, snapshotsOf } from './quota.ts';
import type { RelayWatcher } from './relay.ts';
import type { Target } from './target.ts';
import { type UsageChunkFilter, usageChunkFilter } from './usage-chunk-filter.ts';

export interface MeteredCallParts {
  readonly options: GatewayOptions;
  readonly target: Target;
  readonly route: Extract<Route, { kind: 'metered' }>;
  readonly key: GatewayKey | undefined;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Under the key of fingerprints. */
  readonly promptHash: KeyedHash;
  /** Told why the answer's observer was dropped. */
  readonly onDrop: (why: TapDrop) => void;
}

/** One billed call from its request to the ledger: what is known of it, gathered as it becomes known, told once. */
export class MeteredCall implements RelayWatcher {
  readonly #parts: MeteredCallParts;
  readonly #startedAt: number;
  readonly #begun: number;
  #facts: RequestBodyFacts = NO_FACTS;
  #attribution: CallAttribution | undefined;
  #fingerprint: string | undefined;
  readonly #form: FormModel | undefined;
  #tap: Tap | undefined;
  #status: number | undefined;
  #headers: readonly string[] = [];
  #firstByteMs: number | undefined;
  /** Bytes of the answer still to come, where it says how many there are. */
  #left = Number.NaN;
  /** Nothing that comes now is read: the call is told, or will be. */
  #hasSaidAll = false;
  #clientLeft = false;
  #told = false;
  /** The request asks for the usage chunk, and its client has not. */
  takesUsageOut = false;

  constructor(parts: MeteredCallParts) {
    this.#parts = parts;
    this.#startedAt = parts.options.clock();
    this.#begun = parts.options.monotonic();
    if (isForm(parts.request.headers)) this.#form = new FormModel();
  }

  get facts(): RequestBodyFacts {
    return this.#facts;
  }

  get model(): string | undefined {
    return this.#parts.route.model ?? this.#facts.model ?? this.#form?.model;
  }

  get isStream(): boolean {
    const { route } = this.#parts;
    return route.stream ?? this.#facts.stream ?? route.wire === 'ollama';
  }

  get attribution(): CallAttribution {
    const { request, target, key } = this.#parts;
    this.#attribution ??= merged(
      fromHeaders(request.headers),
      target.attribution,
      fromBody(this.#facts),
      key === undefined ? {} : attributionOf(Object.entries(key.defaults)),
      fromUserAgent(request.headers),
    );
    return this.#attribution;
  }

  /** The body as it was held. */
  sees(body: Buffer): void {
    if (this.#form !== undefined) this.#form.push(body);
    const spans = requestSpans(body);
    if (spans === undefined) return;
    this.#facts = requestBodyFacts(body, spans);
    this.#fingerprint = promptFingerprint(body, spans, this.#parts.promptHash);
  }

  /** A body that streams: only the model that a form names is looked for in it, as it passes. */
  watches(begun: readonly Buffer[]): void {
    const form = this.#form;
    if (form === undefined) return;
    for (const chunk of begun) form.push(chunk);
    this.#parts.request.on('data', (chunk: Buffer) => form.push(chunk));
  }

  onHead(status: number, headers: readonly string[]): UsageChunkFilter | undefined {
    this.#status = status;
    this.#headers = headers;
    const length = headerOf(headers, 'content-length');
    if (length !== '') this.#left = Number(length);
    this.#tap = createTap({
      wire: this.#parts.route.wire,
      contentType: headerOf(headers, 'content-type'),
      contentEncoding: headerOf(headers, 'content-encoding').toLowerCase(),
      isStream: this.isStream && status < 400,
    });
    return this.takesUsageOut && status < 400 ? usageChunkFilter() : undefined;
  }

  /** Records at the answer's last word, before the client has it. */
  onBytes(chunk: Buffer, pass: () => void): boolean {
    const tap = this.#tap;
    if (tap === undefined || this.#hasSaidAll) return true;
    this.#firstByteMs ??= this.#elapsed();
    tap.push(chunk);
    this.#left -= chunk.length;
    this.#hasSaidAll = this.#left === 0 || tap.ended();
    if (this.#left === 0) tap.end(() => this.#tellEnd(pass));
    else if (tap.ended()) this.#tellEnd(pass);
    return !this.#hasSaidAll;
  }

  onLeft(): void {
    this.#clientLeft = true;
  }

  onEnd(done: () => void): void {
    if (this.#hasSaidAll) done();
    else if (this.#tap === undefined) this.#tellEnd(done);
    else this.#tap.end(() => this.#tellEnd(done));
  }

  onBroken(why: 'upstream' | 'client', error: Error): void {
    const { response, target } = this.#parts;
    const answer = (): void => answerBroken(response, target, error);
    if (why === 'client') this.#tell('aborted', CLIENT_LEFT, true, answer);
    else this.#tell('error', brokenCode(error), true, answer);
  }

  #tellEnd(done: () => void): void {
    const outcome = this.#status !== undefined && this.#status < 400 ? 'ok' : 'error';
    if (this.#clientLeft) this.#tell('aborted', CLIENT_LEFT, false, done);
    else this.#tell(outcome, undefined, false, done);
  }

  #times() {
    return {
      latencyMs: this.#elapsed(),
      timeToFirstTokenMs: this.isStream ? this.#firstByteMs : undefined,
      httpStatus: this.#status,
    };
  }

  #elapsed(): number {
    return Math.round(this.#parts.options.monotonic() - this.#begun);
  }

  /** Tells of the call once. `done` is called when it is on record. */
  #tell(
    outcome: EndedCall['outcome'],
    errorType: string | undefined,
    isBroken: boolean,
    done: () => void,
  ): void {
    if (this.#told) {
      done();
      return;
    }
    this.#told = true;
    const { options, target, route, onDrop } = this.#parts;
    const why = this.#tap?.dropped();
    if (why !== undefined) onDrop(why);
    const now = options.clock();
    const quotas = quotasIn(target.upstream, this.#headers, now);
    const ended = this.#ended(outcome, errorType, isBroken, quotas);
    if (route.isRetrieval === true && !isNamedAndCounted(ended)) {
      done();
      return;
    }
    const [main, ...others] = eventsOf(ended);
    for (const event of others) options.sink.record({ event, quota: [] }, nothing);
    options.sink.record({ event: main, quota: snapshotsOf(quotas, target.upstream.provider, now) }, done);
  }

  #ended(
    outcome: EndedCall['outcome'],
    errorType: string | undefined,
    isBroken: boolean,
    quotas: readonly Quota[],
  ): EndedCall {
    const { options, target, route, key, request } = this.#parts;
    const tap = this.#tap;
    const usage = tap?.usage();
    // An error that came inside it ended it before its end.
    const isWhole = tap?.ended() === true || (!isBroken && usage?.errorType === undefined);
    // An answer that ended well says its own output, or has none; an error has none either.
    const isGuessed = !isWhole || (outcome === 'ok' && usage?.tokens.output === undefined);
    return {
      provider: target.upstream.provider,
      wire: route.wire,
      modelAsked: this.model,
      region: route.region,
      batch: route.batch === true,
      attribution: this.attribution,
      keyLabel: key?.label,
      usage,
      estimatedOutput: isGuessed ? tap?.estimatedOutput() : undefined,
      isWhole,
      startedAt: this.#startedAt,
      ...(route.isRetrieval === true ? NOT_OF_THE_CALL : { ...this.#times(), quotas }),
      outcome,
      errorType: errorType ?? usage?.errorType ?? (outcome === 'error' ? `http_${this.#status}` : undefined),
      attempt: attemptOf(request),
      promptFingerprint: this.#fingerprint,
      newId: options.newId,
      // Whoever asks again has another id each time.
      requestId: route.isRetrieval === true ? undefined : requestIdOf(target.upstream, this.#headers),
      otherKey: callKeyOf(request),
    };
  }
}

/** Only such an answer can be found again as the call that it was; another would count each time it is asked for. */
const isNamedAndCounted = ({ usage }: EndedCall): boolean =>
  responseKey(usage?.responseId) !== undefined && Object.keys(usage?.tokens ?? {}).length > 0;

const CLIENT_LEFT = 'client_left';
const nothing = (): void => {};
/** How long somebody took to ask again, and what was left then, is nothing of the call. */
const NOT_OF_THE_CALL = {
  latencyMs: undefined,
  timeToFirstTokenMs: undefined,
  httpStatus: undefined,
  quotas: [],
} as const;

const requestIdOf = ({ requestId }: Upstream, headers: readonly string[]): string | undefined => {
  const id = requestId === undefined ? '' : headerOf(headers, requestId.header);
  return requestId?.form.test(id) === true ? id : undefined;
};

/** As `@meterline/sdk` makes them; an id that anybody could give twice would make two calls one. */
const CALL_ID = /^sdk-[0-9a-f]{24}-[0-9a-z]{1,11}$/;

/** The key under which ingest has the same call from the SDK. */
const callKeyOf = ({ headers }: IncomingMessage): string | undefined => {
  const text = headers['x-meterline-call'];
  return typeof text === 'string' && CALL_ID.test(text) ? `id:${text}` : undefined;
};

/** The official libraries count their retries. */
const attemptOf = ({ headers }: IncomingMessage): number | undefined => {
  const text = headers['x-stainless-retry-count'];
  return typeof text === 'string' && /^\d{1,3}$/.test(text) ? Number(text) + 1 : undefined;
};
