/** What the SDK shows to the outside. Nothing here names a type of another package. */

/** Who or what caused a call. Each is a name of your own, at most 512 characters; never a prompt. */
export interface Tags {
  readonly app?: string;
  readonly project?: string;
  readonly session?: string;
  readonly task?: string;
  readonly agent?: string;
  /** The agent that started this one. */
  readonly parentAgent?: string;
  readonly user?: string;
  readonly tenant?: string;
  readonly feature?: string;
  readonly environment?: string;
  readonly channel?: string;
  /** Anything else to group by. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Disjoint counts: `input` is uncached, `output` includes `reasoning`. Absent: not known, which is not 0. */
export interface TokenCounts {
  readonly input?: number;
  readonly cacheRead?: number;
  readonly cacheWrite5m?: number;
  readonly cacheWrite1h?: number;
  readonly cacheWrite12h?: number;
  readonly cacheWrite?: number;
  readonly inputAudio?: number;
  readonly outputAudio?: number;
  readonly inputImage?: number;
  readonly outputImage?: number;
  readonly output?: number;
  readonly reasoning?: number;
}

/** A call of your own, for `track()`. */
export interface TrackedCall extends Tags {
  /** Yours: the same id is the same call, however often it is told. */
  readonly id?: string;
  /** The provider's id of the answer. */
  readonly responseId?: string;
  /** Who bills: `openai`, `anthropic` … */
  readonly provider: string;
  readonly model: string;
  readonly tokens: TokenCounts;
  /** Default: now. */
  readonly time?: Date | string | number;
  readonly status?: 'ok' | 'error' | 'aborted';
  readonly errorType?: string;
  readonly stopReason?: string;
  readonly serviceTier?: string;
  readonly batch?: boolean;
  readonly webSearches?: number;
  /** Tools that the answer calls. */
  readonly toolCalls?: number;
  readonly reportedCostUsd?: number;
  readonly latencyMs?: number;
  readonly timeToFirstTokenMs?: number;
}

/** US dollars per million tokens. A cache rate that is absent is taken from the input's. */
export interface ModelRates {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
}

/** Where records go. Set once for a program (`configure`), or for one client. */
export interface SendOptions {
  /** Meterline's address. Default: METERLINE_URL, else http://127.0.0.1:6383. */
  readonly endpoint?: string;
  /** Default: METERLINE_TOKEN. */
  readonly token?: string;
  /** Where calls wait in files while Meterline is away (Node only). Default: a folder of the system's for temporary files. */
  readonly spillFolder?: string | false;
  /** Says on the console, once each, what is otherwise silent. */
  readonly debug?: boolean;
}

export interface MeterOptions extends SendOptions, CallOptions {
  /** For every call of the client; `withTags` goes before. */
  readonly tags?: Tags;
  /** Who bills, where the host does not tell. */
  readonly provider?: string;
  /** US dollars per million tokens by model, before Meterline's own prices; for the ceiling only. */
  readonly rates?: Readonly<Record<string, ModelRates>>;
  /** Whether OpenAI-style streams are asked for their usage, which is taken out of the answer again. Default: where known to work. */
  readonly includeUsage?: boolean;
}

export interface CallOptions {
  /** A stream that would cost more is cut, and throws `CostCeilingError`. */
  readonly maxCostUsd?: number;
  /** A call with a ceiling whose model has no known price. Default `allow`, which says so on the console once. */
  readonly unknownRates?: 'allow' | 'refuse';
}

/** What became of the records so far. */
export interface MeterStats {
  readonly waiting: number;
  readonly sent: number;
  /** Written to the spill file. */
  readonly spilled: number;
  /** Found room nowhere, or were refused. */
  readonly lost: number;
}
