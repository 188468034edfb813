import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { copilot } from './copilot.ts';
import type { Dialect } from './dialect.ts';
import { geminiCli } from './gemini-cli.ts';
import { genAi } from './gen-ai.ts';
import { langfuse } from './langfuse.ts';
import { openclaw } from './openclaw.ts';
import { openinference } from './openinference.ts';
import { openllmetry } from './openllmetry.ts';
import { vercelAi } from './vercel-ai.ts';

/** The first that knows a record reads it: programs' own ways before libraries', and these before the standard. */
export const DIALECTS: readonly Dialect[] = [
  claudeCode,
  codex,
  geminiCli,
  openclaw,
  copilot,
  vercelAi,
  langfuse,
  openinference,
  openllmetry,
  genAi,
];
