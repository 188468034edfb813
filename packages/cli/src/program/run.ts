import { type Fault, faultOf, MeterlineError } from '@meterline/core';
import { CommanderError } from 'commander';
import { paintOf, wantsColour } from '../render/paint.ts';
import { DEFAULT_WIDTH, MAX_WIDTH, MIN_WIDTH, type Screen } from '../render/screen.ts';
import { exitOf, faultText } from './fault-text.ts';
import { type Flags, flagsOf } from './flags.ts';
import type { Invocation } from './invocation.ts';
import { isHelp, parseFault } from './parse-fault.ts';
import { createParser, type Parsed } from './parser.ts';
import type { Shell, Sink } from './shell.ts';
import { COMMANDS, ROOT } from './tree/index.ts';

/** Runs one command line and gives the exit status. Never throws. */
export const run = async (argv: readonly string[], shell: Shell): Promise<number> => {
  try {
    const parsed = await parse(argv, shell);
    if (parsed === undefined) return 0;
    const invocation = invocationOf(parsed, shell);
    const { run: action } = await parsed.command.load();
    return await action(invocation);
  } catch (error) {
    const fault = faultIn(error, argv);
    await shell.err.write(faultText(fault, paintOf(colourOf(argv, shell, shell.err)), shell.err.columns));
    if (fault.code === 'INTERNAL' && shell.world.env.get('METERLINE_DEBUG') !== undefined)
      await shell.err.write(`${error instanceof Error ? (error.stack ?? '') : ''}\n`);
    return exitOf(fault);
  }
};

/** `undefined` when help was all that was asked. */
const parse = async (argv: readonly string[], shell: Shell): Promise<Parsed | undefined> => {
  let parsed: Parsed | undefined;
  let help = '';
  const parser = createParser({
    root: ROOT,
    commands: COMMANDS,
    screen: screenFor(argv, shell),
    onHelp: (text) => {
      help += text;
    },
    onParsed: (found) => {
      parsed = found;
    },
  });
  try {
    parser.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!isHelp(error)) throw error;
  }
  if (help !== '') await shell.out.write(help);
  return help === '' ? parsed : undefined;
};

const invocationOf = (parsed: Parsed, shell: Shell): Invocation => {
  const flags = flagsOf(parsed.values);
  checkFormats(parsed, flags);
  const { color } = parsed.values;
  return {
    command: parsed.command,
    operands: parsed.operands,
    flags,
    shell,
    screen: screenOf(shell, flags.count('width', MIN_WIDTH), typeof color === 'boolean' ? color : undefined),
    now: shell.world.clock(),
  };
};

/** A form that a command does not have is refused, not passed over: a program would read something else. */
const checkFormats = ({ command }: Parsed, flags: Flags): void => {
  const wrong = (message: string): MeterlineError =>
    new MeterlineError({ code: 'USAGE_FLAG_INVALID', message });
  if (flags.on('json') && flags.on('csv')) throw wrong('--json and --csv were both given; choose one.');
  for (const format of ['json', 'csv'] as const)
    if (flags.on(format) && command.formats?.includes(format) === false)
      throw wrong(`\`meterline ${command.name}\` has no --${format}.`);
};

const screenOf = (shell: Shell, width: number | undefined, color: boolean | undefined): Screen => {
  const { env } = shell.world;
  const columns = shell.out.columns ?? Number(env.get('COLUMNS') ?? DEFAULT_WIDTH);
  const known = Number.isInteger(columns) && columns > 0 ? columns : DEFAULT_WIDTH;
  return {
    width: width ?? Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, known)),
    paint: paintOf(wantsColour((name) => env.get(name), shell.out.isTTY, color)),
    live: shell.out.isTTY,
  };
};

/** Before the line is parsed, for help and faults: the flags are looked for as plain words. */
const screenFor = (argv: readonly string[], shell: Shell): Screen => {
  const at = argv.findIndex((word) => /^--width(=|$)/.test(word));
  const given = Number(at < 0 ? Number.NaN : (argv[at]?.split('=')[1] ?? argv[at + 1]));
  const width = given >= MIN_WIDTH && given <= MAX_WIDTH ? given : undefined;
  return { ...screenOf(shell, width, undefined), paint: paintOf(colourOf(argv, shell, shell.out)) };
};

const colourOf = (argv: readonly string[], shell: Shell, sink: Sink): boolean => {
  const flag = argv.includes('--no-color') ? false : argv.includes('--color') ? true : undefined;
  return wantsColour((name) => shell.world.env.get(name), sink.isTTY, flag);
};

const commandOf = (argv: readonly string[]): string => {
  const [first, second] = argv.filter((word) => !word.startsWith('-'));
  const spec = COMMANDS.find(({ name }) => name === first);
  const inner = spec?.subcommands?.find(({ name }) => name === second);
  return [spec?.name, inner?.name].filter((name) => name !== undefined).join(' ');
};

const faultIn = (error: unknown, argv: readonly string[]): Fault => {
  if (error instanceof CommanderError) return parseFault(error, commandOf(argv));
  const known = faultOf(error);
  if (known !== undefined) return known;
  return {
    code: 'INTERNAL',
    message: `Meterline met a fault of its own (${error instanceof Error ? error.name : typeof error}).`,
    hint: 'Run it again with METERLINE_DEBUG=1 to see where, and report that.',
  };
};
