import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Transcript, TranscriptWriter } from './claude-transcript.ts';
import { type Rollout, RolloutWriter } from './codex-rollout.ts';
import { Filler } from './filler.ts';
import { Random } from './random.ts';
import { emptyTruth, type Truth } from './truth.ts';

export interface CorpusPlan {
  /** A home folder: `.claude`, `.codex` and `truth.json` are made in it. */
  readonly dir: string;
  readonly megabytes: number;
  readonly files: number;
  readonly seed: number;
}

/** Shares of real homes, as they were measured. */
const CODEX_SHARE = 0.15;
const SUBAGENT_SHARE = 0.12;
const RESUMED_SHARE = 0.03;
const NEW_STYLE_SHARE = 0.6;
const PROJECTS = 40;
const FIRST_DAY = Date.UTC(2026, 7, 1);
const DAYS = 100;

/**
 * Writes agent logs that look like a heavy user's, and `truth.json` with what they hold when each call is counted once.
 * The same plan gives the same bytes everywhere.
 */
export const generateCorpus = (plan: CorpusPlan): Truth => new Corpus(plan).write();

class Corpus {
  readonly #plan: CorpusPlan;
  readonly #random: Random;
  readonly #filler: Filler;
  readonly #truth = emptyTruth();
  readonly #meanBytes: number;
  #session = '';

  constructor(plan: CorpusPlan) {
    this.#plan = plan;
    this.#random = new Random(plan.seed);
    this.#filler = new Filler(this.#random);
    this.#meanBytes = (plan.megabytes * 1_000_000) / plan.files;
  }

  write(): Truth {
    const rollouts = Math.round(this.#plan.files * CODEX_SHARE);
    let transcripts = this.#plan.files - rollouts;
    while (transcripts > 0) transcripts -= this.#transcript(transcripts > 1);
    for (let rollout = 0; rollout < rollouts; rollout++) this.#rollout();
    writeFileSync(join(this.#plan.dir, 'truth.json'), `${JSON.stringify(this.#truth, null, 1)}\n`);
    return this.#truth;
  }

  /** One session, and sometimes a second file that goes on from it. Returns how many files it wrote. */
  #transcript(mayResume: boolean): number {
    const subagent =
      this.#session !== '' && this.#random.chance(SUBAGENT_SHARE)
        ? `a${this.#random.letters(16, '0123456789abcdef')}`
        : undefined;
    if (subagent === undefined) this.#session = this.#random.uuid();
    const transcript = this.#describe(this.#session, subagent);
    const lines = new TranscriptWriter(this.#random, this.#filler, this.#truth, transcript).lines();
    this.#save(this.#pathOf(transcript), lines);
    if (subagent !== undefined) this.#saveMeta(transcript);
    if (subagent !== undefined || !mayResume || !this.#random.chance(RESUMED_SHARE)) return 1;
    this.#resume(transcript, lines);
    return 2;
  }

  #describe(session: string, subagent: string | undefined): Transcript {
    return {
      session,
      cwd: `/home/dev/project-${this.#random.int(1, PROJECTS)}`,
      startedAt: FIRST_DAY + this.#random.int(0, DAYS * 86_400_000),
      bytes: this.#random.skewed(this.#meanBytes),
      subagent,
      style: this.#random.chance(NEW_STYLE_SHARE) ? 'new' : 'old',
    };
  }

  /** A new session whose file begins with a copy of the old one's lines, cut anywhere, even inside an answer. */
  #resume(old: Transcript, lines: readonly string[]): void {
    const session = this.#random.uuid();
    const later = { ...old, session, startedAt: old.startedAt + 86_400_000, bytes: old.bytes / 2 };
    const own = new TranscriptWriter(this.#random, this.#filler, this.#truth, later).lines();
    const copied = lines
      .slice(1, this.#random.int(2, lines.length))
      .map((line) => line.replaceAll(`"sessionId":"${old.session}"`, `"sessionId":"${session}"`));
    this.#save(this.#pathOf(later), [own[0] as string, ...copied, ...own.slice(1)]);
  }

  #rollout(): void {
    const startedAt = FIRST_DAY + this.#random.int(0, DAYS * 86_400_000);
    const rollout: Rollout = {
      thread: this.#random.uuid7(startedAt),
      cwd: `/home/dev/project-${this.#random.int(1, PROJECTS)}`,
      startedAt,
      bytes: this.#random.skewed(this.#meanBytes),
      style: this.#random.chance(0.5) ? 'records' : 'counts',
    };
    const day = new Date(startedAt).toISOString();
    const name = `rollout-${day.slice(0, 19).replaceAll(':', '-')}-${rollout.thread}.jsonl`;
    const lines = new RolloutWriter(this.#random, this.#filler, this.#truth, rollout).lines();
    this.#save(join('.codex/sessions', day.slice(0, 10).replaceAll('-', '/'), name), lines);
  }

  #pathOf({ cwd, session, subagent }: Transcript): string {
    const project = join('.claude/projects', cwd.replaceAll(/[^A-Za-z0-9]/g, '-'));
    return subagent === undefined
      ? join(project, `${session}.jsonl`)
      : join(project, session, 'subagents', `agent-${subagent}.jsonl`);
  }

  #saveMeta(transcript: Transcript): void {
    const path = join(this.#plan.dir, this.#pathOf(transcript).replace(/jsonl$/, 'meta.json'));
    writeFileSync(
      path,
      JSON.stringify({ agentType: this.#random.pick(['general-purpose', 'explore', 'reviewer']) }),
    );
  }

  #save(path: string, lines: readonly string[]): void {
    const target = join(this.#plan.dir, path);
    mkdirSync(dirname(target), { recursive: true });
    const text = Buffer.from(`${lines.join('\n')}\n`);
    writeFileSync(target, text);
    this.#truth.files++;
    this.#truth.lines += lines.length;
    this.#truth.bytes += text.length;
  }
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      mb: { type: 'string', default: '1024' },
      files: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const dir = positionals[0];
  if (dir === undefined) {
    process.stderr.write('node bench/corpus/generate.ts DIR [--mb 1024] [--files 2000] [--seed 1]\n');
    process.exitCode = 2;
  } else {
    const plan = {
      dir,
      megabytes: Number(values.mb),
      files: Number(values.files),
      seed: Number(values.seed),
    };
    process.stdout.write(`${JSON.stringify(generateCorpus(plan), null, 1)}\n`);
  }
}
