import type { IncomingMessage, ServerResponse } from 'node:http';
import { attributionOf, merged } from '../attribution/attribution.ts';
import { fromHeaders } from '../attribution/from-headers.ts';
import type { GatewayKey, GatewayOptions } from '../gateway.ts';
import type { TapDrop } from '../tap/tap.ts';
import type { Route } from '../upstream.ts';
import { BatchAnswer } from './batch-answer.ts';
import { answerBroken } from './broken-answer.ts';
import type { RelayWatcher } from './relay.ts';
import type { Target } from './target.ts';

export interface PassingCallParts {
  readonly options: GatewayOptions;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: Target;
  readonly route: Exclude<Route, { kind: 'metered' }>;
  readonly key: GatewayKey | undefined;
  readonly onDrop: (why: TapDrop) => void;
}

/** What is not billed itself and only passes; the results of a batch are read on their way. */
export class PassingCall implements RelayWatcher {
  readonly #response: ServerResponse;
  readonly #target: Target;
  readonly #batch: BatchAnswer | undefined;

  constructor({ route, ...parts }: PassingCallParts) {
    const { request, response, target, key } = parts;
    this.#response = response;
    this.#target = target;
    if (route.kind !== 'batch') return;
    const defaults = attributionOf(Object.entries(key?.defaults ?? {}));
    const attribution = merged(fromHeaders(request.headers), target.attribution, defaults);
    this.#batch = new BatchAnswer({ ...parts, route, attribution });
  }

  onHead(status: number, headers: readonly string[]): undefined {
    this.#batch?.answers(status, headers);
  }

  onBytes(chunk: Buffer): boolean {
    this.#batch?.hears(chunk);
    return true;
  }

  onLeft(): void {}

  onEnd(done: () => void): void {
    if (this.#batch === undefined) done();
    else this.#batch.ends(done);
  }

  onBroken(_why: 'upstream' | 'client', error: Error): void {
    this.#batch?.breaks();
    answerBroken(this.#response, this.#target, error);
  }
}
