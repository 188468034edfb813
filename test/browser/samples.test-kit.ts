import { cpSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = join(import.meta.dirname, '../../packages/sources/src');

interface Sample {
  readonly app: string;
  /** What its program is called. */
  readonly name: string;
  /** Fixture of a source, and where its program would keep it. */
  readonly from: string;
  readonly to: string;
  readonly calls: number;
  /** `input` is uncached. */
  readonly tokens: {
    readonly input: number;
    readonly output: number;
    readonly cacheRead: number;
    readonly cacheWrite: number;
  };
}

/** Logs of real programs with the figures that the tests of their sources hold them to. */
export const SAMPLES: readonly Sample[] = [
  {
    app: 'claude-code',
    name: 'Claude Code',
    from: 'claude-code/testdata/2.1',
    to: '.claude',
    calls: 30,
    tokens: { input: 1014, output: 2893, cacheRead: 255_791, cacheWrite: 171_005 },
  },
  {
    app: 'codex',
    name: 'Codex',
    from: 'codex/testdata/counts',
    to: '.codex',
    calls: 6,
    tokens: { input: 59_525, output: 1123, cacheRead: 238_848, cacheWrite: 0 },
  },
  {
    app: 'gemini-cli',
    name: 'Gemini CLI',
    from: 'gemini-cli/testdata/home',
    to: '.gemini',
    calls: 9,
    tokens: { input: 13_420, output: 2980, cacheRead: 34_138, cacheWrite: 0 },
  },
  {
    app: 'openclaw',
    name: 'OpenClaw',
    from: 'openclaw/testdata/v2026.6.11',
    to: '.openclaw',
    calls: 8,
    tokens: { input: 10_239, output: 423, cacheRead: 23_090, cacheWrite: 600 },
  },
];

export const writeSamples = (home: string): void => {
  for (const { from, to } of SAMPLES) cpSync(join(SOURCES, from), join(home, to), { recursive: true });
};
