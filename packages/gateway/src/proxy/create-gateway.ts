import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, type Dispatcher } from 'undici';
import type { Gateway, GatewayKey, GatewayOptions, GatewayStats } from '../gateway.ts';
import {
  BODY_TIMEOUT_MS,
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_MS,
  MAX_CONNECTIONS,
  MAX_OPEN_CALLS,
} from '../limits.ts';
import { askForUsage } from '../request/ask-for-usage.ts';
import { BatchAnswer } from './batch-answer.ts';
import { requestHeaders } from './forward-headers.ts';
import { MeteredCall } from './metered-call.ts';
import { admit, ownKeyHeaders } from './provider-key.ts';
import { refuse } from './refusal.ts';
import { type RelayWatcher, relay } from './relay.ts';
import { type RequestBody, requestBody } from './request-body.ts';
import { type FindTarget, type Target, targetFinder } from './target.ts';
import { usageChunkFilter } from './usage-chunk-filter.ts';
import { passUpgrade } from './web-socket.ts';

/** The gateway over undici's own connections. */
export const createGateway = (options: GatewayOptions): Gateway => new RunningGateway(options);

/** Headers whose value would be of another body. */
const BODY_HEADERS: ReadonlySet<string> = new Set(['content-length']);

class RunningGateway implements Gateway {
  readonly #options: GatewayOptions;
  readonly #find: FindTarget;
  readonly #agent: Agent;
  readonly #open = new Set<ServerResponse>();
  readonly #dropped = new Map<string, number>();
  #calls = 0;
  #unmetered = 0;
  #draining = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#find = targetFinder(options.upstreams);
    this.#agent = new Agent({
      connections: MAX_CONNECTIONS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      bodyTimeout: BODY_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    });
  }

  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const target = this.#find(request.method ?? 'GET', request.url ?? '/');
    if (target === undefined) return false;
    void this.#answer(request, response, target).catch(() => {
      refuse(response, wireOf(target), { status: 502, message: 'The gateway met a fault of its own.' });
    });
    return true;
  }

  upgrade(...[request, socket, head]: Parameters<Gateway['upgrade']>): boolean {
    const target = this.#find('GET', request.url ?? '/');
    if (target === undefined) return false;
    const admission = admit(request.headers, target.upstream, this.#options.keys);
    if (admission.kind === 'refused' || this.#draining) socket.end(`HTTP/1.1 401 Unauthorized\r\n\r\n`);
    else {
      this.#unmetered += 1;
      passUpgrade({ agent: this.#agent, request, socket, head, target, set: setOf(admission) });
    }
    return true;
  }

  stats(): GatewayStats {
    return {
      open: this.#open.size,
      calls: this.#calls,
      unmetered: this.#unmetered,
      dropped: Object.fromEntries(this.#dropped),
    };
  }

  async drain(milliseconds: number): Promise<void> {
    this.#draining = true;
    const all = Promise.all([...this.#open].map(closed));
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, milliseconds).unref())]);
    for (const response of this.#open) response.destroy();
    await all;
    await this.#agent.destroy();
  }

  async #answer(request: IncomingMessage, response: ServerResponse, target: Target): Promise<void> {
    const { route, upstream } = target;
    const refusal = this.#busy();
    if (refusal !== undefined) return refuse(response, wireOf(target), { status: 503, message: refusal });
    const admission = admit(request.headers, upstream, this.#options.keys);
    if (admission.kind === 'refused') return refuse(response, wireOf(target), admission);
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
    const body = await requestBody(request, route.kind === 'metered').catch(() => undefined);
    if (body === undefined) return;
    const key = admission.kind === 'ours' ? admission.key : undefined;
    const send = (sent: RequestBody, handler: Dispatcher.DispatchHandler, more: HeaderChanges = {}): void =>
      this.#dispatch(request, target, sent, handler, { ...more, set: { ...setOf(admission), ...more.set } });
    if (route.kind === 'metered') this.#meter({ request, response, target, body, key, send });
    else send(body, relay(response, this.#watcherOf(target, response, key), NOT_BILLED));
  }

  #busy(): string | undefined {
    if (this.#draining) return 'Meterline is stopping; try again in a moment.';
    return this.#open.size >= MAX_OPEN_CALLS ? `More than ${MAX_OPEN_CALLS} calls run at once.` : undefined;
  }

  #meter({ request, response, target, body, key, send }: Metering): void {
    const { upstream, route } = target;
    if (route.kind !== 'metered') return;
    const call = new MeteredCall(this.#options, target, route, request, key);
    if (body.kind === 'held') call.sees(body.bytes);
    const { provider } = upstream;
    const refused = this.#options.limits.before({
      provider,
      model: call.model,
      attribution: call.attribution as Readonly<Record<string, string>>,
    });
    if (refused !== undefined) {
      refuse(response, route.wire, refused);
      return;
    }
    this.#calls += 1;
    const asks =
      upstream.asksForUsage && route.wire === 'openai-chat' && call.isStream && !call.facts.asksForUsage;
    const asked = asks && body.kind === 'held' ? askForUsage(body.bytes) : undefined;
    const watcher: RelayWatcher = {
      onHead: (status, headers) => {
        call.answers(status, headers);
        return { filter: asked && status < 400 ? usageChunkFilter() : undefined, without: undefined };
      },
      onBytes: (chunk) => call.hears(chunk),
      onEnd: (done) => {
        call.ends(done);
        this.#noteDrop(call);
      },
      onBroken: (why, error) => {
        call.breaks(why === 'client' ? 'aborted' : 'error', why === 'client' ? 'client_left' : codeOf(error));
        this.#noteDrop(call);
        broken(response, target, error);
      },
    };
    // We read the stream to take a chunk out of it again: it must come as it is.
    if (asked === undefined) send(body, relay(response, watcher, upstream));
    else
      send({ kind: 'held', bytes: asked }, relay(response, watcher, upstream), {
        set: { 'accept-encoding': 'identity' },
      });
  }

  #watcherOf(target: Target, response: ServerResponse, key: GatewayKey | undefined): RelayWatcher {
    const { route } = target;
    if (route.kind === 'unmetered') this.#unmetered += 1;
    const batch = route.kind === 'batch' ? new BatchAnswer(this.#options, target, route, key) : undefined;
    return {
      onHead: (status, headers) => {
        batch?.answers(status, headers);
        return { filter: undefined, without: undefined };
      },
      onBytes: (chunk) => batch?.hears(chunk),
      onEnd: (done) => (batch === undefined ? done() : batch.ends(done)),
      onBroken: (_why, error) => broken(response, target, error),
    };
  }

  #noteDrop(call: MeteredCall): void {
    const why = call.tap?.dropped;
    if (why !== undefined) this.#dropped.set(why, (this.#dropped.get(why) ?? 0) + 1);
  }

  #dispatch(
    request: IncomingMessage,
    target: Target,
    body: RequestBody,
    handler: Dispatcher.DispatchHandler,
    { set, without }: HeaderChanges,
  ): void {
    const held = body.kind === 'held';
    const keyChanged = set !== undefined && Object.keys(set).some((name) => ownKeyHeaders.has(name));
    const left = new Set([
      ...(held ? BODY_HEADERS : []),
      ...(keyChanged ? ownKeyHeaders : []),
      ...(without ?? []),
    ]);
    this.#agent.dispatch(
      {
        origin: target.origin,
        path: target.path,
        method: (request.method ?? 'GET') as Dispatcher.HttpMethod,
        headers: requestHeaders(request.rawHeaders, { without: left, ...(set === undefined ? {} : { set }) }),
        body: body.kind === 'held' ? body.bytes : body.kind === 'stream' ? body.stream : null,
      },
      handler,
    );
  }
}

interface HeaderChanges {
  readonly set?: Readonly<Record<string, string>>;
  readonly without?: ReadonlySet<string>;
}

interface Metering {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: Target;
  readonly body: RequestBody;
  readonly key: GatewayKey | undefined;
  readonly send: (body: RequestBody, handler: Dispatcher.DispatchHandler, more?: HeaderChanges) => void;
}

const NOT_BILLED = { billsAfterAbort: false };

const setOf = (admission: ReturnType<typeof admit>): Readonly<Record<string, string>> =>
  admission.kind === 'ours' ? admission.set : {};

const wireOf = ({ route }: Target) => ('wire' in route ? route.wire : undefined);

const closed = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    if (response.destroyed || response.writableFinished) resolve();
    else response.once('close', () => resolve());
  });

/** Codes of undici and of the system: `UND_ERR_HEADERS_TIMEOUT`, `ECONNRESET`; never a message. */
const codeOf = (error: Error): string => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code.toLowerCase() : 'upstream_broken';
};

/** Before the head the client gets an error it can read; after it, the answer breaks off as the upstream's did. */
const broken = (response: ServerResponse, target: Target, error: Error): void => {
  const code = codeOf(error);
  const status = code.includes('timeout') ? 504 : 502;
  const host = target.upstream.name;
  refuse(response, wireOf(target), { status, message: `${host} did not answer (${code}).`, type: code });
};
