import type { IncomingMessage } from 'node:http';
import { attributionOf, type CallAttribution, merged } from '../attribution/attribution.ts';
import { fromBody } from '../attribution/from-body.ts';
import { fromHeaders } from '../attribution/from-headers.ts';
import type { GatewayKey, GatewayOptions } from '../gateway.ts';
import { promptFingerprint } from '../request/prompt-fingerprint.ts';
import { type RequestBodyFacts, requestBodyFacts } from '../request/request-facts.ts';
import { createTap, type Tap } from '../tap/tap.ts';
import type { Route } from '../upstream.ts';
import { type EndedCall, eventsOf } from './call-event.ts';
import { headerOf } from './forward-headers.ts';
import { quotaOf } from './quota.ts';
import type { Target } from './target.ts';

type MeteredRoute = Extract<Route, { kind: 'metered' }>;

/** One billed call from its request to the ledger: what is known of it, gathered as it becomes known, told once. */
export class MeteredCall {
  readonly #options: GatewayOptions;
  readonly #target: Target;
  readonly #route: MeteredRoute;
  readonly #key: GatewayKey | undefined;
  readonly #request: IncomingMessage;
  readonly #startedAt: number;
  readonly #begun: number;
  #facts: RequestBodyFacts = { asksForUsage: false, metadata: {} };
  #fingerprint: string | undefined;
  #tap: Tap | undefined;
  #status: number | undefined;
  #headers: readonly Buffer[] = [];
  #firstByteMs: number | undefined;
  /** Bytes of the answer still to come, where it says how many there are. */
  #left: number | undefined;
  #told = false;

  constructor(
    options: GatewayOptions,
    target: Target,
    route: MeteredRoute,
    request: IncomingMessage,
    key: GatewayKey | undefined,
  ) {
    this.#options = options;
    this.#target = target;
    this.#route = route;
    this.#request = request;
    this.#key = key;
    this.#startedAt = options.clock();
    this.#begun = options.monotonic();
  }

  get facts(): RequestBodyFacts {
    return this.#facts;
  }

  get model(): string | undefined {
    return this.#route.model ?? this.#facts.model;
  }

  get isStream(): boolean {
    return this.#route.stream ?? this.#facts.stream ?? this.#route.wire === 'ollama';
  }

  get tap(): Tap | undefined {
    return this.#tap;
  }

  get attribution(): CallAttribution {
    const defaults = attributionOf(Object.entries(this.#key?.defaults ?? {}));
    return merged(
      fromHeaders(this.#request.headers),
      this.#target.attribution,
      fromBody(this.#facts),
      defaults,
    );
  }

  /** The body as it was held; nothing is known of one that streams. */
  sees(body: Buffer): void {
    this.#facts = requestBodyFacts(body);
    this.#fingerprint = promptFingerprint(body, this.#options.fingerprintKey);
  }

  answers(status: number, headers: readonly Buffer[]): void {
    this.#status = status;
    this.#headers = headers;
    const length = headerOf(headers, 'content-length');
    this.#left = length === '' ? undefined : Number(length);
    this.#tap = createTap({
      wire: this.#route.wire,
      contentType: headerOf(headers, 'content-type'),
      contentEncoding: headerOf(headers, 'content-encoding').toLowerCase(),
      isStream: this.isStream && status < 400,
    });
  }

  /** Records at the answer's last word, before the client has it. */
  hears(chunk: Buffer): void {
    this.#firstByteMs ??= this.#elapsed();
    this.#tap?.push(chunk);
    if (this.#left !== undefined) this.#left -= chunk.length;
    if (this.#left === 0) this.#tap?.end(() => this.#tell(this.#outcome()));
    else if (this.#tap?.ended === true) this.#tell(this.#outcome());
  }

  ends(done: () => void): void {
    const finish = (): void => {
      this.#tell(this.#outcome());
      done();
    };
    if (this.#tap === undefined || this.#told) finish();
    else this.#tap.end(finish);
  }

  breaks(outcome: 'error' | 'aborted', errorType: string): void {
    this.#tell(outcome, errorType);
  }

  #outcome(): 'ok' | 'error' {
    return this.#status !== undefined && this.#status < 400 ? 'ok' : 'error';
  }

  #elapsed(): number {
    return Math.round(this.#options.monotonic() - this.#begun);
  }

  #tell(outcome: EndedCall['outcome'], errorType?: string): void {
    if (this.#told) return;
    this.#told = true;
    const { upstream } = this.#target;
    const at = this.#options.clock();
    const quota = quotaOf(upstream, this.#headers, at);
    const events = eventsOf({
      provider: upstream.provider,
      wire: this.#route.wire,
      modelAsked: this.model,
      region: this.#route.region,
      batch: this.#route.batch === true,
      attribution: this.attribution,
      keyLabel: this.#key?.label,
      usage: this.#tap?.usage(),
      startedAt: this.#startedAt,
      latencyMs: this.#elapsed(),
      timeToFirstTokenMs: this.isStream ? this.#firstByteMs : undefined,
      httpStatus: this.#status,
      outcome,
      errorType:
        errorType ??
        this.#tap?.usage()?.errorType ??
        (outcome === 'error' ? `http_${this.#status}` : undefined),
      attempt: attemptOf(this.#request),
      promptFingerprint: this.#fingerprint,
      newId: this.#options.newId,
    });
    const [main, ...others] = events;
    if (main !== undefined) this.#options.sink.record({ event: main, quota });
    for (const event of others) this.#options.sink.record({ event, quota: [] });
  }
}

/** The official libraries count their retries. */
const attemptOf = ({ headers }: IncomingMessage): number | undefined => {
  const text = headers['x-stainless-retry-count'];
  return typeof text === 'string' && /^\d{1,3}$/.test(text) ? Number(text) + 1 : undefined;
};
