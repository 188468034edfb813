import type { Filler } from './filler.ts';
import type { Random } from './random.ts';
import { addCall, type Truth } from './truth.ts';

export interface Rollout {
  readonly thread: string;
  readonly cwd: string;
  readonly startedAt: number;
  readonly bytes: number;
  /** With usage records, as newer versions write them, or with token counts alone. */
  readonly style: 'counts' | 'records';
}

const MODELS = ['gpt-5.3-codex', 'gpt-5.4', 'gpt-5.5', 'gpt-6-sol'] as const;

/** Lines of one thread: the conversation, and after each response its usage, half of the time twice. */
export class RolloutWriter {
  readonly #random: Random;
  readonly #filler: Filler;
  readonly #truth: Truth;
  readonly #of: Rollout;
  readonly #lines: string[] = [];
  readonly #total = { input: 0, cached: 0, output: 0, reasoning: 0 };
  #at: number;
  #size = 0;
  #ordinal = 0;

  constructor(random: Random, filler: Filler, truth: Truth, rollout: Rollout) {
    this.#random = random;
    this.#filler = filler;
    this.#truth = truth;
    this.#of = rollout;
    this.#at = rollout.startedAt;
  }

  lines(): readonly string[] {
    this.#push('session_meta', this.#meta());
    while (this.#size < this.#of.bytes) this.#turn();
    return this.#lines;
  }

  #meta(): string {
    const { thread, cwd, startedAt } = this.#of;
    return (
      `{"id":"${thread}","timestamp":"${new Date(startedAt).toISOString()}","cwd":"${cwd}","originator":"codex_cli_rs","cli_version":"0.140.0",` +
      `"source":"cli","model_provider":"openai","base_instructions":{"text":"${this.#filler.text(18_000)}"},"git":{"branch":"main"}}`
    );
  }

  #turn(): void {
    const turn = this.#random.uuid7(this.#at);
    const model = this.#random.pick(MODELS);
    this.#push(
      'event_msg',
      `{"type":"task_started","turn_id":"${turn}","started_at":${Math.floor(this.#at / 1000)},"model_context_window":272000}`,
    );
    this.#push(
      'turn_context',
      `{"turn_id":"${turn}","cwd":"${this.#of.cwd}","approval_policy":"never","model":"${model}","effort":"high"}`,
    );
    for (let response = this.#random.int(2, 12); response > 0; response--) this.#response();
    this.#push('event_msg', `{"type":"task_complete","turn_id":"${turn}"}`);
  }

  #response(): void {
    for (let item = this.#random.int(1, 4); item > 0; item--) {
      const text = this.#filler.text(this.#random.chance(0.002) ? 250_000 : this.#random.skewed(4500));
      this.#push(
        'response_item',
        `{"type":"function_call_output","call_id":"call_${this.#random.letters(24)}","output":"${text}"}`,
      );
    }
    const usage = this.#use();
    if (this.#of.style === 'records') this.#record(usage);
    this.#count(usage);
    if (this.#random.chance(0.5)) this.#count(usage);
  }

  #use(): Usage {
    const input = this.#random.int(9_000, 120_000);
    const cached = Math.floor(input * this.#random.next());
    const output = this.#random.skewed(350) + 10;
    const reasoning = Math.floor(output * this.#random.next() * 0.6);
    addCall(this.#truth, { input: input - cached, cacheRead: cached, cacheWrite: 0, output, reasoning });
    this.#total.input += input;
    this.#total.cached += cached;
    this.#total.output += output;
    this.#total.reasoning += reasoning;
    return { input, cached, output, reasoning };
  }

  #record(usage: Usage): void {
    const { thread } = this.#of;
    this.#push(
      'token_usage_record',
      `{"thread_id":"${thread}","session_id":"${thread}","response_id":"resp_${this.#random.letters(48)}","usage":${usageJson(usage)},"thread_token_usage":${usageJson(this.#total)}}`,
    );
  }

  #count(usage: Usage): void {
    this.#push(
      'event_msg',
      `{"type":"token_count","info":{"total_token_usage":${usageJson(this.#total)},"last_token_usage":${usageJson(usage)},"model_context_window":272000},` +
        '"rate_limits":{"limit_id":"codex","primary":{"used_percent":12.5,"window_minutes":300,"resets_at":1790935200},"secondary":null,"credits":null,"plan_type":"pro"}}',
    );
  }

  #push(type: string, payload: string): void {
    this.#at += this.#random.int(5, 3_000);
    const ordinal = this.#of.style === 'records' ? `"ordinal":${this.#ordinal++},` : '';
    const line = `{"timestamp":"${new Date(this.#at).toISOString()}",${ordinal}"type":"${type}","payload":${payload}}`;
    this.#lines.push(line);
    this.#size += line.length + 1;
  }
}

interface Usage {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly reasoning: number;
}

const usageJson = ({ input, cached, output, reasoning }: Usage): string =>
  `{"input_tokens":${input},"cached_input_tokens":${cached},"output_tokens":${output},"reasoning_output_tokens":${reasoning},"total_tokens":${input + output}}`;
