import { PLAIN_DIMENSIONS } from '@meterline/core';
import type { CommandSpec, CompletionKind, OptionSpec } from '../program/command-spec.ts';
import { globalOptionsOf } from '../program/global-options.ts';

/** What a shell may offer after a command: everything is known beforehand, so a TAB starts no process. */
export interface Offer {
  /** Words that lead here: `[]`, `['costs']`, `['prices', 'set']`. */
  readonly path: readonly string[];
  readonly commands: readonly Named[];
  readonly options: readonly OfferedOption[];
  /** Words for the arguments; `file` leaves them to the shell. */
  readonly operands: readonly string[];
  readonly files: boolean;
}

export interface Named {
  readonly name: string;
  readonly summary: string;
}

export interface OfferedOption extends Named {
  /** With the dashes. */
  readonly name: string;
  readonly takesValue: boolean;
  readonly values: readonly string[];
  readonly files: boolean;
}

export interface KnownNames {
  readonly sources: readonly string[];
}

const valuesOf = (kind: CompletionKind | undefined, names: KnownNames): readonly string[] => {
  if (kind === 'source') return names.sources;
  return kind === 'dimension' ? PLAIN_DIMENSIONS : [];
};

const offeredOption = (option: OptionSpec, names: KnownNames): OfferedOption => ({
  name: `--${option.name}`,
  summary: option.summary,
  takesValue: option.value !== undefined,
  values: option.choices ?? valuesOf(option.complete, names),
  files: option.complete === 'file',
});

const offerOf = (spec: CommandSpec, path: readonly string[], names: KnownNames): Offer => {
  const first = spec.arguments?.[0];
  return {
    path,
    commands: (spec.subcommands ?? []).map(({ name, summary }) => ({ name, summary })),
    options: [...(spec.options ?? []), ...globalOptionsOf(spec)].map((option) =>
      offeredOption(option, names),
    ),
    operands: spec.name === 'completion' ? ['bash', 'zsh', 'fish'] : valuesOf(first?.complete, names),
    files: spec.name === 'import' || first?.complete === 'file',
  };
};

/** Every place on the command line where a shell may complete. */
export const offersOf = (
  root: CommandSpec,
  commands: readonly CommandSpec[],
  names: KnownNames,
): readonly Offer[] => {
  const below = (spec: CommandSpec, path: readonly string[]): readonly Offer[] => [
    offerOf(spec, path, names),
    ...(spec.subcommands ?? []).flatMap((inner) => below(inner, [...path, inner.name])),
  ];
  const top = {
    ...offerOf(root, [], names),
    commands: commands.map(({ name, summary }) => ({ name, summary })),
  };
  return [top, ...commands.flatMap((spec) => below(spec, [spec.name]))];
};
