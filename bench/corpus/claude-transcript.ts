import type { Filler } from './filler.ts';
import type { Random } from './random.ts';
import { addCall, type Truth } from './truth.ts';

export interface Transcript {
  readonly session: string;
  readonly cwd: string;
  readonly startedAt: number;
  readonly bytes: number;
  readonly subagent: string | undefined;
  /** The rows as older versions write them, or as 2.1 does. */
  readonly style: 'old' | 'new';
}

const MODELS = [
  'claude-opus-4-6',
  'claude-sonnet-4-5-20250929',
  'claude-opus-5-5',
  'claude-haiku-4-5',
] as const;

/** Lines of one session: prompts, tool results, attachments, and each answer on two to four rows. */
export class TranscriptWriter {
  readonly #random: Random;
  readonly #filler: Filler;
  readonly #truth: Truth;
  readonly #of: Transcript;
  #at: number;
  #parent = 'null';
  #size = 0;
  readonly #lines: string[] = [];

  constructor(random: Random, filler: Filler, truth: Truth, transcript: Transcript) {
    this.#random = random;
    this.#filler = filler;
    this.#truth = truth;
    this.#of = transcript;
    this.#at = transcript.startedAt;
  }

  lines(): readonly string[] {
    this.#push(
      `{"type":"queue-operation","operation":"enqueue","timestamp":"${this.#time()}","sessionId":"${this.#of.session}"}`,
    );
    while (this.#size < this.#of.bytes) this.#turn();
    return this.#lines;
  }

  #turn(): void {
    this.#user();
    if (this.#random.chance(0.35)) this.#attachment();
    if (this.#random.chance(0.02)) this.#snapshot();
    this.#answer();
  }

  #user(): void {
    const chars = this.#random.chance(0.003) ? this.#random.int(200_000, 600_000) : this.#random.skewed(4200);
    const text = this.#filler.text(chars);
    const result = this.#random.chance(0.3)
      ? `,"toolUseResult":{"status":"completed","totalTokens":1234,"usage":{"input_tokens":77,"output_tokens":88}}`
      : '';
    this.#push(
      `{"parentUuid":${this.#parent},"isSidechain":${this.#side()},"promptId":"${this.#random.uuid()}","type":"user",` +
        `"message":{"role":"user","content":[{"tool_use_id":"toolu_${this.#random.letters(24)}","type":"tool_result","content":"${text}"}]},` +
        `"uuid":"${this.#uuid()}","timestamp":"${this.#time()}"${result},${this.#place()}}`,
    );
  }

  #attachment(): void {
    this.#push(
      `{"parentUuid":${this.#parent},"isSidechain":${this.#side()},"attachment":{"type":"file","content":"${this.#filler.text(this.#random.skewed(3500))}"},` +
        `"type":"attachment","uuid":"${this.#uuid()}","timestamp":"${this.#time()}",${this.#place()}}`,
    );
  }

  #snapshot(): void {
    const text = this.#filler.text(this.#random.int(2_000, 30_000));
    this.#push(
      `{"type":"file-history-snapshot","messageId":"${this.#random.uuid()}","snapshot":{"trackedFileBackups":{"a":"${text}"},"timestamp":"${this.#time()}"},"isSnapshotUpdate":false}`,
    );
  }

  #answer(): void {
    const random = this.#random;
    const output = random.skewed(600) + 20;
    const tokens = {
      input: random.int(1, 30),
      cacheRead: random.int(8_000, 150_000),
      cacheWrite: random.int(50, 4_000),
      output,
      reasoning: this.#of.style === 'new' ? Math.floor(output * 0.3) : 0,
    };
    addCall(this.#truth, tokens);
    const long = random.chance(0.2) ? tokens.cacheWrite : 0;
    const ids = {
      message: `msg_01${random.letters(22)}`,
      request: `req_011${random.letters(21)}`,
      model: random.pick(MODELS),
    };
    const rows = random.int(2, 4);
    const grows = random.chance(0.3);
    for (let row = 1; row <= rows; row++) {
      const last = row === rows;
      const count = grows && !last ? Math.min(random.int(1, 8) * row, output - 1) : output;
      const stop = grows && !last ? 'null' : '"tool_use"';
      this.#row(ids, stop, this.#usage(tokens, count, long));
    }
  }

  #usage(tokens: Truth['tokens'], output: number, long: number): string {
    const base = `"input_tokens":${tokens.input},"cache_creation_input_tokens":${tokens.cacheWrite},"cache_read_input_tokens":${tokens.cacheRead}`;
    const split = `"ephemeral_5m_input_tokens":${tokens.cacheWrite - long},"ephemeral_1h_input_tokens":${long}`;
    if (this.#of.style === 'old') {
      return `{${base},"cache_creation":{${split}},"output_tokens":${output},"service_tier":"standard"}`;
    }
    const thinking = output === tokens.output ? tokens.reasoning : 0;
    return (
      `{${base},"output_tokens":${output},"output_tokens_details":{"thinking_tokens":${thinking}},"server_tool_use":{"web_search_requests":0,"web_fetch_requests":0},` +
      `"service_tier":"standard","cache_creation":{${split}},"inference_geo":"global","iterations":[],"speed":"standard","fallback_credit":null}`
    );
  }

  #row(ids: { message: string; request: string; model: string }, stop: string, usage: string): void {
    const tool = this.#random.chance(0.3) ? ',"usage":{"input_tokens":5,"output_tokens":6}' : '';
    const message =
      `"message":{"id":"${ids.message}","type":"message","role":"assistant","model":"${ids.model}","content":[{"type":"tool_use",` +
      `"id":"toolu_${this.#random.letters(24)}","name":"Edit","input":{"new_string":"${this.#filler.text(this.#random.skewed(2200))}"${tool}}}],` +
      `"stop_reason":${stop},"stop_sequence":null,"usage":${usage}`;
    const head = `{"parentUuid":${this.#parent},"isSidechain":${this.#side()},`;
    if (this.#of.style === 'old') {
      this.#push(
        `${head}${this.#place()},${message}},"requestId":"${ids.request}","type":"assistant","uuid":"${this.#uuid()}","timestamp":"${this.#time()}"}`,
      );
      return;
    }
    this.#push(
      `${head}${message},"stop_details":null},"apiBlockIndex":0,"requestId":"${ids.request}","requestRef":"${this.#random.uuid()}",` +
        `"requestedModel":"${ids.model}","promptCacheRequested":"5m","type":"assistant","uuid":"${this.#uuid()}","timestamp":"${this.#time()}",` +
        `"effort":"high","perTurnEffort":null,"madeBy":"model",${this.#place()}}`,
    );
  }

  #place(): string {
    const { session, cwd, style } = this.#of;
    return `"userType":"external","cwd":"${cwd}","sessionId":"${session}","version":"${style === 'old' ? '1.0.95' : '2.1.330'}","gitBranch":"main"`;
  }

  #side(): boolean {
    return this.#of.subagent !== undefined;
  }

  #uuid(): string {
    const uuid = this.#random.uuid();
    this.#parent = `"${uuid}"`;
    return uuid;
  }

  #time(): string {
    this.#at += this.#random.int(5, 4_000);
    return new Date(this.#at).toISOString();
  }

  #push(line: string): void {
    this.#lines.push(line);
    this.#size += line.length + 1;
  }
}
