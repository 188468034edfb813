import { stripVTControlCharacters } from 'node:util';
import { MeterlineError } from '@meterline/core';
import { Argument, Command, Help, Option } from 'commander';
import type { Screen } from '../render/screen.ts';
import { COMMAND_GROUPS, type CommandSpec, type OptionSpec } from './command-spec.ts';
import { GLOBAL_OPTIONS, globalOptionsOf } from './global-options.ts';
import { didYouMean } from './suggest.ts';

/** What the command line turned out to ask for. */
export interface Parsed {
  readonly command: CommandSpec;
  readonly operands: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

export interface ParserOptions {
  readonly root: CommandSpec;
  readonly commands: readonly CommandSpec[];
  readonly screen: Screen;
  readonly onHelp: (text: string) => void;
  readonly onParsed: (parsed: Parsed) => void;
}

const EVERYWHERE = 'Options of every command:';

const checkChoice = (spec: OptionSpec, value: string): string => {
  const { choices } = spec;
  if (choices === undefined || choices.includes(value)) return value;
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: `--${spec.name} is '${value}', but must be one of ${choices.join(', ')}.${didYouMean(value, choices)}`,
  });
};

const optionOf = (spec: OptionSpec): Option => {
  const short = spec.short === undefined ? '' : `-${spec.short}, `;
  const value = spec.value === undefined ? '' : ` <${spec.value}>`;
  const option = new Option(`${short}--${spec.name}${value}`, spec.summary);
  if (spec.value !== undefined)
    option.argParser((text: string, before: unknown) =>
      spec.repeatable === true
        ? [...((before as string[] | undefined) ?? []), checkChoice(spec, text)]
        : checkChoice(spec, text),
    );
  return option;
};

const examplesText = (spec: CommandSpec, screen: Screen): string => {
  const lines = spec.examples.flatMap(({ command, says }) => [
    `  ${screen.paint.command(command)}`,
    `      ${screen.paint.faint(says)}`,
  ]);
  return `\n${screen.paint.heading('Examples:')}\n${lines.join('\n')}\n`;
};

/** Commands before options: they are what people look for. Sections are set apart by empty lines. */
const commandsFirst = (help: string): string => {
  const sections = help.trimEnd().split('\n\n');
  const isOptions = (section: string): boolean => stripVTControlCharacters(section).startsWith('Options');
  const others = sections.filter((section) => !isOptions(section));
  return `${[...others, ...sections.filter(isOptions)].join('\n\n')}\n`;
};

const configure = (command: Command, spec: CommandSpec, { screen, onHelp }: ParserOptions): Command => {
  const obeyed = new Set<string | undefined>(globalOptionsOf(spec).map(({ name }) => `--${name}`));
  command
    .summary(spec.summary)
    .description(spec.details === undefined ? `${spec.summary}.` : `${spec.summary}.\n\n${spec.details}`)
    .helpOption('-h, --help', 'show this help')
    .exitOverride()
    .configureOutput({
      writeOut: onHelp,
      writeErr: () => undefined,
      getOutHelpWidth: () => screen.width,
      getOutHasColors: () => true,
    })
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => screen.paint.heading(title.replace('Global Options:', EVERYWHERE)),
      visibleGlobalOptions: (inner) =>
        Help.prototype.visibleGlobalOptions
          .call(inner.createHelp(), inner)
          .filter(({ long }) => obeyed.has(long)),
      subcommandTerm: (sub) => sub.name(),
      formatHelp: (inner, help) => commandsFirst(Help.prototype.formatHelp.call(help, inner, help)),
    })
    .addHelpText('after', examplesText(spec, screen));
  for (const argument of spec.arguments ?? []) {
    const name = argument.variadic === true ? `${argument.name}...` : argument.name;
    command.addArgument(
      new Argument(argument.required === true ? `<${name}>` : `[${name}]`, argument.summary),
    );
  }
  for (const option of spec.options ?? []) command.addOption(optionOf(option));
  return command;
};

const addAction = (command: Command, spec: CommandSpec, { onParsed }: ParserOptions): void => {
  command.action((...given: unknown[]) => {
    const operands = given.slice(0, (spec.arguments ?? []).length).flat() as (string | undefined)[];
    onParsed({
      command: spec,
      operands: operands.filter((word) => word !== undefined),
      values: command.optsWithGlobals(),
    });
  });
};

const addCommand = (parent: Command, spec: CommandSpec, options: ParserOptions): void => {
  const command = configure(new Command(spec.name), spec, options).helpGroup(`${spec.group}:`);
  addAction(command, spec, options);
  for (const inner of spec.subcommands ?? []) addCommand(command, inner, options);
  if ((spec.subcommands ?? []).length > 0) command.helpCommand(false);
  parent.addCommand(command);
};

const unknownCommand = (word: string, commands: readonly CommandSpec[], below = ''): MeterlineError =>
  new MeterlineError({
    code: 'USAGE_COMMAND_UNKNOWN',
    message: `There is no command '${below}${word}'.${didYouMean(
      word,
      commands.map(({ name }) => name),
    )}`,
    hint: '`meterline --help` lists the commands.',
  });

/** Words that are left at the root: a command that does not exist, or an option that no command knows. */
const unknownWord = (word: string, { commands }: ParserOptions): MeterlineError => {
  if (word.startsWith('-')) {
    const known = GLOBAL_OPTIONS.map(({ name }) => `--${name}`);
    return new MeterlineError({
      code: 'USAGE_FLAG_INVALID',
      message: `There is no option ${word} without a command.${didYouMean(word, known)}`,
      hint: '`meterline --help` lists the commands; each has its own --help.',
    });
  }
  return unknownCommand(word, commands);
};

/** `help costs`, `help prices set`: the same as `--help` after these words. Commander's own knows no second word. */
const addHelpCommand = (program: Command, { commands }: ParserOptions): void => {
  program.helpCommand(false);
  const help = program.command('help').helpGroup(`${COMMAND_GROUPS[0]}:`).helpOption(false);
  help.summary('Show the help of a command').argument('[command...]').allowUnknownOption();
  help.action((words: readonly string[]) => {
    let [found, specs, below] = [program, commands, ''];
    for (const word of words.filter((word) => word !== 'help' && !word.startsWith('-'))) {
      const inner = found.commands.find((command) => command.name() === word);
      if (inner === undefined) throw unknownCommand(word, specs, below);
      specs = specs.find(({ name }) => name === word)?.subcommands ?? [];
      [found, below] = [inner, `${below}${word} `];
    }
    found.help();
  });
};

/** The parser of the whole command line. It only says what was asked; nothing of a command is loaded. */
export const createParser = (options: ParserOptions): Command => {
  const program = configure(new Command('meterline'), options.root, options);
  program.usage('[command] [options]').option('-V, --version', 'print the version');
  for (const option of GLOBAL_OPTIONS) program.addOption(optionOf(option).helpGroup(EVERYWHERE));
  for (const spec of options.commands) addCommand(program, spec, options);
  addHelpCommand(program, options);
  program.argument('[words...]').allowUnknownOption();
  program.action(() => {
    const word = program.args[0];
    if (word !== undefined) throw unknownWord(word, options);
    options.onParsed({ command: options.root, operands: [], values: program.opts() });
  });
  return program;
};
