import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Agent } from 'undici';
import type { Gateway, GatewayOptions, GatewayStats } from '../gateway.ts';
import { BOUNDS, type GatewayBounds, KEEP_ALIVE_MS } from '../limits.ts';
import { askForUsage } from '../request/ask-for-usage.ts';
import { KeyedHash } from '../request/keyed-hash.ts';
import type { Route } from '../upstream.ts';
import { wireOf } from './broken-answer.ts';
import { MeteredCall } from './metered-call.ts';
import { OpenPlaces } from './open-places.ts';
import { type Sending, send } from './outgoing.ts';
import { PassingCall } from './passing-call.ts';
import { admit, pathOf, setOf } from './provider-key.ts';
import { refuse } from './refusal.ts';
import { Relay, type RelayWatcher } from './relay.ts';
import { type RequestBody, readBody } from './request-body.ts';
import { type FindTarget, type Target, targetFinder } from './target.ts';
import { passUpgrade } from './web-socket.ts';

/** The gateway over undici's own connections. */
export const createGateway = (options: GatewayOptions): Gateway => new RunningGateway(options);

type MeteredRoute = Extract<Route, { kind: 'metered' }>;

/** A request on its way, as far as it is known before its body. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: Target;
  readonly sending: Sending;
}

class RunningGateway implements Gateway {
  readonly #options: GatewayOptions;
  readonly #bounds: GatewayBounds;
  readonly #find: FindTarget;
  readonly #agent: Agent;
  readonly #promptHash: KeyedHash;
  readonly #open = new OpenPlaces<ServerResponse>();
  /** WebSockets that pass through: no server knows them any more. */
  readonly #sockets = new Set<Duplex>();
  readonly #dropped = new Map<string, number>();
  readonly #onDrop = (why: string): void => {
    this.#dropped.set(why, (this.#dropped.get(why) ?? 0) + 1);
  };
  #calls = 0;
  #unmetered = 0;
  #draining = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#bounds = { ...BOUNDS, ...options.bounds };
    this.#find = targetFinder(options.upstreams);
    this.#promptHash = new KeyedHash(options.fingerprintKey);
    this.#agent = new Agent({
      connections: this.#bounds.connections,
      headersTimeout: this.#bounds.headersMs,
      bodyTimeout: this.#bounds.silenceMs,
      maxHeaderSize: this.#bounds.answerHeaderBytes,
      keepAliveTimeout: KEEP_ALIVE_MS,
    });
  }

  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const target = this.#find(request.method ?? 'GET', request.url ?? '/');
    if (target === undefined) return false;
    this.#guarded(response, target, () => this.#answer(request, response, target));
    return true;
  }

  upgrade(...[request, socket, head]: Parameters<Gateway['upgrade']>): boolean {
    const target = this.#find('GET', request.url ?? '/');
    if (target === undefined) return false;
    const admission = admit(request.headers, target, this.#options.keys);
    if (this.#busy() !== undefined) socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
    else if (admission.kind === 'refused') socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    else {
      this.#unmetered += 1;
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      const path = pathOf(admission, target);
      passUpgrade({
        agent: this.#agent,
        request,
        socket,
        head,
        target: { ...target, path },
        set: setOf(admission),
      });
    }
    return true;
  }

  stats(): GatewayStats {
    return {
      open: this.#open.size + this.#sockets.size,
      calls: this.#calls,
      unmetered: this.#unmetered,
      dropped: Object.fromEntries(this.#dropped),
    };
  }

  async drain(milliseconds: number): Promise<void> {
    this.#draining = true;
    const all = Promise.all([...this.#open.all(), ...this.#sockets].map(closed));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, milliseconds).unref();
    });
    await Promise.race([all, late]);
    clearTimeout(timer);
    for (const open of [...this.#open.all(), ...this.#sockets]) open.destroy();
    await all;
    // What is still read on for clients that have left is told as far as it came.
    await this.#agent.destroy();
  }

  /** No fault of ours may end the process, or leave a client without an answer. */
  #guarded(response: ServerResponse, target: Target, act: () => void): void {
    try {
      act();
    } catch {
      refuse(response, wireOf(target), { status: 502, message: 'The gateway met a fault of its own.' });
    }
  }

  #answer(request: IncomingMessage, response: ServerResponse, target: Target): void {
    const { route } = target;
    const busy = this.#busy();
    const admission = admit(request.headers, target, this.#options.keys);
    if (busy !== undefined) {
      refuse(response, wireOf(target), { status: 503, message: busy });
      return;
    }
    if (admission.kind === 'refused') {
      refuse(response, wireOf(target), admission);
      return;
    }
    const place = this.#open.enter(response);
    response.on('close', () => this.#open.leave(place));
    const sending = { request, target, admission, agent: this.#agent };
    const exchange = { request, response, target, sending };
    const most = route.kind === 'metered' ? this.#bounds.heldBodyBytes : 0;
    readBody(request, most, (body) =>
      this.#guarded(response, target, () => {
        if (route.kind === 'metered') this.#meter(exchange, route, body);
        else this.#pass(exchange, route, body);
      }),
    );
  }

  #busy(): string | undefined {
    if (this.#draining) return 'Meterline is stopping; try again in a moment.';
    const most = this.#bounds.openCalls;
    return this.#open.size + this.#sockets.size >= most ? `More than ${most} calls run at once.` : undefined;
  }

  #meter(exchange: Exchange, route: MeteredRoute, body: RequestBody): void {
    const { target, sending } = exchange;
    const { admission } = sending;
    const key = admission.kind === 'ours' ? admission.key : undefined;
    const call = new MeteredCall({
      ...exchange,
      options: this.#options,
      route,
      key,
      promptHash: this.#promptHash,
      onDrop: this.#onDrop,
    });
    if (body.kind === 'held') call.sees(body.bytes);
    if (body.kind === 'stream') call.watches(body.begun);
    const refused = this.#options.limits.before({
      provider: target.upstream.provider,
      model: call.model,
      attribution: call.attribution as Readonly<Record<string, string>>,
    });
    if (refused !== undefined) {
      refuse(exchange.response, route.wire, refused);
      return;
    }
    this.#calls += 1;
    const relay = this.#relay(exchange, call, target.upstream.billsAfterAbort);
    const asked = this.#askedBody(target, route, call, body);
    call.takesUsageOut = asked !== undefined;
    // What a stream says last is read before its client has it, so it must come uncompressed.
    const set = call.isStream ? PLAIN : undefined;
    send(sending, asked === undefined ? body : { kind: 'held', bytes: asked }, relay, set);
  }

  /** The body with the question for the stream's usage, where the answer would not say it otherwise. */
  #askedBody(
    { upstream }: Target,
    { wire }: MeteredRoute,
    call: MeteredCall,
    body: RequestBody,
  ): Buffer | undefined {
    const asks = upstream.asksForUsage && wire === 'openai-chat' && call.isStream && !call.facts.asksForUsage;
    return asks && body.kind === 'held' ? askForUsage(body.bytes) : undefined;
  }

  #pass(exchange: Exchange, route: Exclude<Route, MeteredRoute>, body: RequestBody): void {
    const { request, response, target, sending } = exchange;
    if (route.kind === 'unmetered') this.#unmetered += 1;
    const { admission } = sending;
    const key = admission.kind === 'ours' ? admission.key : undefined;
    const call = new PassingCall({
      options: this.#options,
      request,
      response,
      target,
      route,
      key,
      onDrop: this.#onDrop,
    });
    send(sending, body, this.#relay(exchange, call, false));
  }

  #relay({ response }: Exchange, watcher: RelayWatcher, billsAfterAbort: boolean): Relay {
    const { backgroundMs, backgroundBytes } = this.#bounds;
    return new Relay(response, watcher, { billsAfterAbort, backgroundMs, backgroundBytes });
  }
}

const PLAIN: Readonly<Record<string, string>> = { 'accept-encoding': 'identity' };

const closed = (open: ServerResponse | Duplex): Promise<void> =>
  new Promise((resolve) => {
    if (open.destroyed) resolve();
    else open.once('close', () => resolve());
  });
