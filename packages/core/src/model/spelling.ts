import { advance, type NameState } from './name.ts';

const FAMILY = '(opus|sonnet|haiku|fable|mythos)';

/** `claude-4.5-sonnet` → `claude-sonnet-4-5`, `claude-3-5-haiku` → `claude-haiku-3-5`. */
const claudeOrder = (name: string): string =>
  name.replace(new RegExp(`^claude-(\\d+)(?:[.-](\\d))?-${FAMILY}(?=$|-)`), (_all, major, minor, family) =>
    minor === undefined ? `claude-${family}-${major}` : `claude-${family}-${major}-${minor}`,
  );

const dotted = (name: string): string => name.replace(/(?<=-\d)\.(?=\d(?!\d))/g, '-');
const dashed = (name: string): string => name.replace(/(?<=-\d)-(?=\d(?!\d))/, '.');

/** Other spellings of the same name, most likely first. None of them touches the version itself. */
export const respell = (state: NameState): readonly NameState[] => {
  const names = state.name.startsWith('claude-')
    ? [dotted(state.name), claudeOrder(state.name), claudeOrder(dotted(state.name))]
    : [dashed(state.name), dotted(state.name)];
  return names
    .filter((name, index) => name !== state.name && names.indexOf(name) === index)
    .map((name) => advance(state, 'spelling', { name }));
};
