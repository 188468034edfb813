import { type ProviderUsage, wordOf } from '@meterline/core';
import { watchedStream } from './answer/observe-response.ts';
import { tokensOfText } from './answer/text-length.ts';
import { recordsOf } from './call/call-record.ts';
import { brokenCode } from './call/error-type.ts';
import { usageOf, type VercelUsage } from './call/vercel-usage.ts';
import { type Ceiling, ceilingOf } from './ceiling/ceiling.ts';
import { limitOf } from './ceiling/limit.ts';
import { joinTags } from './context/tags.ts';
import { currentContext } from './context/with-tags.ts';
import type { MeterOptions, Tags } from './public-types.ts';
import { runtime } from './runtime.ts';
import { newCallId } from './send/call-id.ts';
import { senderFor } from './send/sender.ts';

/** Middleware of the Vercel AI SDK, as `wrapLanguageModel` takes it. Its types are by shape: `ai` is no dependency. */
export interface MeterMiddleware {
  readonly specificationVersion: 'v3';
  wrapGenerate<R>(options: {
    doGenerate: () => PromiseLike<R>;
    params: unknown;
    model: VercelModel;
  }): Promise<R>;
  wrapStream<R extends { stream: ReadableStream }>(options: {
    doStream: () => PromiseLike<R>;
    params: unknown;
    model: VercelModel;
  }): Promise<R>;
}

export interface VercelModel {
  /** `openai.responses`, `anthropic.messages` … */
  readonly provider: string;
  readonly modelId: string;
}

/** What is read of a result; all else passes as it is. */
interface Generated {
  readonly usage?: VercelUsage;
  readonly response?: { readonly id?: string; readonly modelId?: string };
  readonly finishReason?: { readonly raw?: string | undefined };
  readonly content?: readonly { readonly type: string }[];
}

interface StreamPart extends Generated {
  readonly type: string;
  readonly id?: string;
  readonly modelId?: string;
  readonly delta?: unknown;
}

/**
 * Records every call of a model that it wraps: `wrapLanguageModel({ model, middleware: meterMiddleware() })`. Not needed,
 * and not to be used, where the provider was given a `meteredFetch()`: that would see the same calls.
 */
export const meterMiddleware = (options: MeterOptions = {}): MeterMiddleware => ({
  specificationVersion: 'v3',
  wrapGenerate: async ({ doGenerate, params, model }) => {
    const call = new VercelCall(model, params, options);
    await call.allowed;
    try {
      const result = await doGenerate();
      call.generated(result as Generated);
      return result;
    } catch (error) {
      call.failed(error);
      throw error;
    }
  },
  wrapStream: async ({ doStream, params, model }) => {
    const call = new VercelCall(model, params, options);
    await call.allowed;
    try {
      const result = await doStream();
      return { ...result, stream: call.watched(result.stream) };
    } catch (error) {
      call.failed(error);
      throw error;
    }
  },
});

class VercelCall {
  readonly #model: VercelModel;
  readonly #options: MeterOptions;
  readonly #tags: Tags;
  readonly #signal: AbortSignal | undefined;
  readonly #startedAt = runtime().clock();
  readonly #startedMs = runtime().monotonic();
  readonly #ceiling: Ceiling | undefined;
  readonly allowed: Promise<void> | undefined;
  #usage: ProviderUsage | undefined;
  #responseId: string | undefined;
  #answeredBy: string | undefined;
  #toolCalls = 0;
  #textBytes = 0;
  #firstTextMs: number | undefined;
  #hasFinished = false;
  #isOver = false;

  constructor(model: VercelModel, params: unknown, options: MeterOptions) {
    const context = currentContext();
    this.#model = model;
    this.#options = options;
    this.#tags = joinTags(options.tags, context?.tags);
    this.#signal = (params as { abortSignal?: AbortSignal } | undefined)?.abortSignal;
    const { rates, allowed, maxCostUsd } = limitOf(this.#provider(), model.modelId, {
      ...options,
      ...context,
    });
    this.allowed = allowed;
    this.#ceiling =
      maxCostUsd === undefined
        ? undefined
        : ceilingOf(maxCostUsd, model.modelId, promptChars((params as { prompt?: unknown })?.prompt), rates);
  }

  generated(result: Generated): void {
    const { id, modelId } = result.response ?? {};
    this.#responseId = id;
    this.#answeredBy = modelId;
    this.#toolCalls = result.content?.filter(isToolCall).length ?? 0;
    this.#read(result);
    this.#record('ok');
  }

  failed(error: unknown): void {
    const { statusCode } = (error ?? {}) as { statusCode?: unknown };
    const isAborted = this.#signal?.aborted === true;
    const httpStatus = typeof statusCode === 'number' ? statusCode : undefined;
    const code = httpStatus === undefined ? brokenCode(error) : undefined;
    this.#record(isAborted ? 'aborted' : 'error', httpStatus, isAborted ? undefined : code);
  }

  watched(stream: ReadableStream<unknown>): ReadableStream<unknown> {
    return watchedStream(() => stream, {
      chunk: (part) => {
        const refusal = this.#take(part as StreamPart);
        if (refusal !== undefined) this.#record('aborted');
        return refusal;
      },
      end: (how, error) => {
        if (how === 'broken') this.failed(error);
        else this.#record(how === 'ended' || this.#hasFinished ? 'ok' : 'aborted');
      },
    });
  }

  #take(part: StreamPart): Error | undefined {
    if (part.type === 'response-metadata') {
      this.#responseId = part.id ?? this.#responseId;
      this.#answeredBy = part.modelId ?? this.#answeredBy;
    }
    if (part.type.endsWith('-delta') && typeof part.delta === 'string') {
      this.#firstTextMs ??= this.#elapsed();
      this.#textBytes += part.delta.length;
    }
    if (isToolCall(part)) this.#toolCalls += 1;
    if (part.type === 'finish') {
      this.#hasFinished = true;
      this.#read(part);
    }
    return this.#ceiling?.passedBy({
      usage: () => this.#usage,
      hasEnded: this.#hasFinished,
      estimatedOutput: tokensOfText(this.#textBytes),
    });
  }

  #read({ usage, finishReason }: Generated): void {
    this.#usage = usageOf(usage, {
      responseId: this.#responseId,
      model: this.#answeredBy,
      stopReason: wordOf(finishReason?.raw),
      toolCalls: this.#toolCalls,
    });
  }

  #elapsed(): number {
    return runtime().monotonic() - this.#startedMs;
  }

  #provider(): string {
    return this.#options.provider ?? providerOf(this.#model.provider);
  }

  #record(status: 'ok' | 'error' | 'aborted', httpStatus?: number, errorType?: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const usage = this.#usage ?? usageOf({}, { responseId: this.#responseId, model: this.#answeredBy });
    const records = recordsOf({
      id: newCallId(),
      provider: this.#provider(),
      modelAsked: this.#model.modelId,
      tags: this.#tags,
      usage,
      estimatedOutput: status === 'aborted' && !this.#hasFinished ? tokensOfText(this.#textBytes) : undefined,
      startedAt: this.#startedAt,
      latencyMs: this.#elapsed(),
      timeToFirstTokenMs: this.#firstTextMs,
      status,
      httpStatus,
      errorType,
    });
    for (const record of records) senderFor(this.#options).add(record);
  }
}

/** Names that the AI SDK's providers have, where they are not those of the price book. */
const PROVIDERS: Readonly<Record<string, string>> = { 'amazon-bedrock': 'bedrock', 'azure-openai': 'azure' };

const providerOf = (provider: string): string => {
  if (/^google\.vertex|^vertex/.test(provider)) return 'vertex';
  const first = provider.split('.')[0] ?? provider;
  return PROVIDERS[first] ?? first;
};

const isToolCall = ({ type }: { readonly type: string }): boolean => type === 'tool-call';

/** Deeper than the parts of a message. */
const MAX_DEPTH = 4;

/** About how long a prompt is; only a ceiling needs it. */
const promptChars = (prompt: unknown, depth = 0): number => {
  if (typeof prompt === 'string') return prompt.length;
  if (typeof prompt !== 'object' || prompt === null || ArrayBuffer.isView(prompt) || depth > MAX_DEPTH)
    return 0;
  return Object.values(prompt).reduce<number>((sum, part) => sum + promptChars(part, depth + 1), 0);
};
