import type { Named, Offer, OfferedOption } from './offers.ts';

/** Descriptions stand in single quotes and before a colon. */
const clean = (text: string): string =>
  text.replaceAll("'", '’').replaceAll(':', ' -').replaceAll('[', '(').replaceAll(']', ')');

const functionName = (path: readonly string[]): string =>
  ['_meterline', ...path].join('_').replaceAll('-', '_');

const described = (names: readonly Named[]): string =>
  names.map(({ name, summary }) => `'${name}:${clean(summary)}'`).join(' ');

const optionSpec = ({ name, summary, takesValue, values, files }: OfferedOption): string => {
  const value = files ? ':file:_files' : values.length > 0 ? `:value:(${values.join(' ')})` : ':value: ';
  return `'*${name}${takesValue ? '=' : ''}[${clean(summary)}]${takesValue ? value : ''}'`;
};

const operandSpec = ({ operands, files }: Offer): string => {
  if (files && operands.length > 0)
    return `'*:word:{_alternative "names:name:(${operands.join(' ')})" "files:file:_files"}'`;
  if (files) return "'*:file:_files'";
  return operands.length > 0 ? `'*:name:(${operands.join(' ')})'` : "'*: :'";
};

const leaf = (offer: Offer): string =>
  `${functionName(offer.path)}() {\n  _arguments -s ${[...offer.options.map(optionSpec), operandSpec(offer)].join(' \\\n    ')}\n}`;

/** A command with commands below it: the first word decides. */
const branch = (offer: Offer): string => `${functionName(offer.path)}() {
  local -a commands=(${described(offer.commands)})
  local i
  for ((i = 2; i < CURRENT; i++)); do
    case "\${words[i]}" in
${offer.commands.map(({ name }) => `      ${name}) shift $((i - 1)) words; ((CURRENT -= i - 1)); ${functionName([...offer.path, name])}; return ;;`).join('\n')}
    esac
  done
  _arguments -s ${offer.options.map(optionSpec).join(' \\\n    ')}
  if [[ "\${words[CURRENT]}" != -* ]]; then _describe -t commands command commands; fi
}`;

/** A completion script for zsh. It starts no process. */
export const zshCompletion = (offers: readonly Offer[]): string => `#compdef meterline
# zsh completion of meterline
${offers.map((offer) => (offer.commands.length > 0 ? branch(offer) : leaf(offer))).join('\n')}
if [[ "\${funcstack[1]}" == '_meterline' ]]; then _meterline "$@"; else compdef _meterline meterline; fi
`;
