import type { Offer } from './offers.ts';

/** Words are ours (names of commands, options and values): letters, digits, dashes, dots and colons. */
const words = (list: readonly string[]): string => list.join(' ');

const caseOf = (offer: Offer): string => {
  const withValues = offer.options.filter(({ takesValue }) => takesValue);
  const values = withValues
    .filter(({ values: list, files }) => list.length > 0 || files)
    .map(({ name, values: list, files }) =>
      files ? `        ${name}) files=1 ;;` : `        ${name}) offer='${words(list)}' ;;`,
    );
  const others = withValues.filter(({ values: list, files }) => list.length === 0 && !files);
  const free =
    others.length === 0 ? [] : [`        ${others.map(({ name }) => name).join('|')}) offer='' ;;`];
  const fallback = [
    `          if [[ "$cur" == -* ]]; then offer='${words(offer.options.map(({ name }) => name))}'`,
    `          else offer='${words([...offer.commands.map(({ name }) => name), ...offer.operands])}'${offer.files ? '; files=1' : ''}; fi`,
  ];
  return [
    `    '${offer.path.join(' ')}')`,
    '      case "$prev" in',
    ...values,
    ...free,
    '        *)',
    ...fallback,
    '          ;;',
    '      esac ;;',
  ].join('\n');
};

/** A completion script for bash 3.2 and newer. It starts no process and needs no other package. */
export const bashCompletion = (offers: readonly Offer[]): string => {
  const deep = offers.filter(({ path }) => path.length > 0).map(({ path }) => `'${path.join(' ')}'`);
  return `# bash completion of meterline
_meterline() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" path='' offer='' files='' word i
  # --option=value comes as three words.
  if [[ "$cur" == '=' ]]; then cur=''; elif [[ "$prev" == '=' ]]; then prev="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "\${path:+$path }$word" in
      ${deep.join('|')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${offers.map(caseOf).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$offer" -- "$cur"))
  if [[ -n "$files" ]]; then COMPREPLY+=($(compgen -f -- "$cur")); compopt -o filenames 2>/dev/null; fi
}
complete -F _meterline meterline
`;
};
