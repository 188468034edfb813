import type { Offer } from './offers.ts';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** When fish is at this place: all words of the path are seen, and none of the words that lead further. */
const conditionOf = ({ path, commands }: Offer): string => {
  const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`);
  const further = commands.map(({ name }) => name);
  const none = further.length === 0 ? [] : [`not __fish_seen_subcommand_from ${further.join(' ')}`];
  return [...seen, ...none].join('; and ') || 'true';
};

const linesOf = (offer: Offer): readonly string[] => {
  const start = `complete -c meterline -n ${quoted(conditionOf(offer))}`;
  return [
    ...offer.commands.map(({ name, summary }) => `${start} -f -a ${name} -d ${quoted(summary)}`),
    ...(offer.operands.length > 0
      ? [`${start} ${offer.files ? '' : '-f '}-a ${quoted(offer.operands.join(' '))}`]
      : []),
    ...offer.options.map(({ name, summary, takesValue, values, files }) => {
      const value = takesValue
        ? files
          ? ' -r -F'
          : values.length > 0
            ? ` -x -a ${quoted(values.join(' '))}`
            : ' -x'
        : '';
      return `${start} -l ${name.slice(2)}${value} -d ${quoted(summary)}`;
    }),
  ];
};

/** A completion script for fish. It starts no process. */
export const fishCompletion = (offers: readonly Offer[]): string =>
  ['# fish completion of meterline', ...offers.flatMap(linesOf), ''].join('\n');
