import type { ServerResponse } from 'node:http';
import type { GatewayKey, GatewayOptions } from '../gateway.ts';
import type { Route } from '../upstream.ts';
import { BatchAnswer } from './batch-answer.ts';
import { answerBroken } from './broken-answer.ts';
import type { RelayWatcher } from './relay.ts';
import type { Target } from './target.ts';

export interface PassingCallParts {
  readonly options: GatewayOptions;
  readonly response: ServerResponse;
  readonly target: Target;
  readonly route: Exclude<Route, { kind: 'metered' }>;
  readonly key: GatewayKey | undefined;
}

/** What is not billed itself and only passes; the results of a batch are read on their way. */
export class PassingCall implements RelayWatcher {
  readonly #response: ServerResponse;
  readonly #target: Target;
  readonly #batch: BatchAnswer | undefined;

  constructor({ options, response, target, route, key }: PassingCallParts) {
    this.#response = response;
    this.#target = target;
    this.#batch = route.kind === 'batch' ? new BatchAnswer(options, target, route, key) : undefined;
  }

  onHead(status: number, headers: readonly Buffer[]): undefined {
    this.#batch?.answers(status, headers);
  }

  onBytes(chunk: Buffer): boolean {
    this.#batch?.hears(chunk);
    return true;
  }

  onLeft(): void {}

  onEnd(done: () => void): void {
    this.#batch?.ends();
    done();
  }

  onBroken(_why: 'upstream' | 'client', error: Error): void {
    answerBroken(this.#response, this.#target, error);
  }
}
