import { claudeCode } from './claude-code.ts';
import type { Client } from './client-link.ts';
import { codex } from './codex.ts';
import { geminiCli } from './gemini-cli.ts';
import { openclaw } from './openclaw.ts';

/** Clients whose own configuration Meterline knows how to change. */
export const CLIENTS: readonly Client[] = [claudeCode, codex, geminiCli, openclaw];
