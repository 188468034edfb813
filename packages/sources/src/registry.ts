import { amp } from './amp/source.ts';
import { claudeCode } from './claude-code/source.ts';
import { cline } from './cline/source.ts';
import { codex } from './codex/source.ts';
import { copilotCli } from './copilot-cli/source.ts';
import { csv } from './csv/source.ts';
import { cursor } from './cursor/source.ts';
import { droid } from './droid/source.ts';
import { geminiCli } from './gemini-cli/source.ts';
import { goose } from './goose/source.ts';
import { jsonl } from './jsonl/source.ts';
import { kimi } from './kimi/source.ts';
import { openclaw } from './openclaw/source.ts';
import { opencode } from './opencode/source.ts';
import { pi } from './pi/source.ts';
import { qwenCode } from './qwen-code/source.ts';
import type { Source } from './source.ts';

/**
 * Every source, in the order in which a file of unknown kind is shown to them: the most particular look first, so OpenClaw
 * before pi, whose lines it shares, and any CSV last. Also the order in which reports list them.
 */
export const SOURCES: readonly Source[] = [
  claudeCode,
  codex,
  openclaw,
  pi,
  qwenCode,
  geminiCli,
  opencode,
  copilotCli,
  kimi,
  cline,
  amp,
  droid,
  goose,
  cursor,
  jsonl,
  csv,
];

/** The source of that id (`claude-code`); undefined when there is none. */
export const sourceById = (id: string): Source | undefined => SOURCES.find((source) => source.id === id);
