import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  compileBook,
  type DeclaredUsage,
  type Issue,
  type PriceBook,
  type UsageEvent,
} from '@meterline/core';
import { type Meterline, openMeterline } from '@meterline/server';
import { openMemoryLedger } from '@meterline/store';
import { run } from '../src/program/run.ts';
import type { Shell, Sink } from '../src/program/shell.ts';
import { NOW, sampleCalls } from './sample-calls.ts';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly calls?: readonly UsageEvent[];
  readonly declared?: readonly DeclaredUsage[];
  readonly issues?: readonly Issue[];
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Columns of a terminal; absent for a pipe. */
  readonly columns?: number;
  /** Data folder. */
  readonly home?: string;
  /** The user's home folder. */
  readonly userHome?: string;
  /** Use the real ledger in `home`, as it is, instead of a memory ledger with the sample calls. */
  readonly durable?: boolean;
  /** Presses Ctrl-C as soon as the output has this. */
  readonly endAt?: RegExp;
  readonly openBrowser?: (url: string) => void;
}

export const throwAwayFolder = (): string => mkdtempSync(join(tmpdir(), 'meterline-cli-'));

const collector = (
  columns: number | undefined,
  onText = (_all: string): void => {},
): Sink & { text: string } => {
  const sink = {
    text: '',
    isTTY: columns !== undefined,
    columns,
    write: (text: string) => {
      sink.text += text;
      onText(sink.text);
    },
  };
  return sink;
};

const BOOK_MODELS = /:(claude-(opus|sonnet|haiku)-4-[56]|gpt-5\.4(-mini)?|gemini-2\.5-pro)$/;

/** A few models of the book, under a date and version of their own. */
export const smallBook = (book: PriceBook): PriceBook => {
  const models = Object.fromEntries(Object.entries(book.models).filter(([key]) => BOOK_MODELS.test(key)));
  return { ...book, asOf: '2026-11-20', version: '0123456789abcdef'.repeat(4), models };
};

/** What changes with every release of prices and sources, held still: the size of the book and sentences of sources. */
const steady = (meterline: Meterline): Meterline => {
  const fixed = smallBook(meterline.engine.book);
  const sources = meterline.sources.map((source) => ({
    ...source,
    unseen:
      source.id === 'claude-code' ? ['Titles and compactions.', 'Runs without session persistence.'] : [],
  }));
  return { ...meterline, engine: compileBook(fixed, meterline.localPrices.overrides), sources };
};

/**
 * Runs one command line in this process: real program, real prices, a memory ledger with the sample calls, a fixed
 * clock, the zone Europe/Berlin unless the line says another, and a home folder of its own.
 */
export const runCli = async (argv: readonly string[], options: RunOptions = {}): Promise<Ran> => {
  const interruption = new AbortController();
  const out = collector(options.columns, (text) => {
    if (options.endAt?.test(text)) interruption.abort();
  });
  const err = collector(undefined);
  const env: Readonly<Record<string, string>> = {
    METERLINE_HOME: options.home ?? throwAwayFolder(),
    ...options.env,
  };
  const shell: Shell = {
    world: {
      env: {
        platform: 'linux',
        home: options.userHome ?? '/home/dev',
        get: (name) => env[name] || undefined,
      },
      clock: () => NOW,
      random: () => 0.5,
    },
    out,
    err,
    readInput: async () => options.input ?? '',
    cwd: process.cwd(),
    makeTemporaryFolder: throwAwayFolder,
    interrupted: interruption.signal,
    serving: { dashboard: throwAwayFolder(), openBrowser: options.openBrowser ?? (() => {}) },
    openMeterline: async (world, opening) => {
      if (options.durable === true) return openMeterline(world, { zone: 'Europe/Berlin', ...opening });
      const ledger = openMemoryLedger({ zone: 'Europe/Berlin' });
      const opened = await openMeterline(world, { zone: 'Europe/Berlin', ...opening, ledger });
      if (!opened.ok) return opened;
      const meterline = opened.value;
      await ledger.append({
        events: (options.calls ?? sampleCalls()).map((call) => meterline.price(call)),
        declared: options.declared ?? [],
        issues: options.issues ?? [],
        cronJobs: [{ app: 'openclaw', cron: 'c7d1-mail', name: 'Morning mail' }],
      });
      return { ok: true, value: steady(meterline) };
    },
  };
  const status = await run(argv, shell);
  return { status, out: out.text, err: err.text };
};
