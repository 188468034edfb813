import type { CommandSpec, OptionSpec } from './command-spec.ts';

/** Options of every command. They are read wherever they stand on the line. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { name: 'json', summary: 'print the report as JSON (docs/schemas)' },
  { name: 'csv', summary: "print the report's rows as CSV" },
  {
    name: 'zone',
    value: 'ZONE',
    summary: "IANA zone of all days (default: configuration, then the machine's)",
  },
  {
    name: 'home',
    value: 'DIR',
    summary: 'data folder (default: $METERLINE_HOME, then ~/.meterline)',
    complete: 'file',
  },
  { name: 'width', value: 'COLUMNS', summary: "width of the output (default: the terminal's, else 80)" },
  { name: 'color', summary: 'colour the output, also into a pipe' },
  { name: 'no-color', summary: 'no colours (also NO_COLOR)' },
];

/** Those that a command obeys: a report that has no such form does not offer it. */
export const globalOptionsOf = ({ formats }: CommandSpec): readonly OptionSpec[] =>
  GLOBAL_OPTIONS.filter(
    ({ name }) => formats === undefined || (name !== 'json' && name !== 'csv') || formats.includes(name),
  );
