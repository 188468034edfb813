import { advance, type NameState, type NameStep } from './name.ts';

const strip =
  (step: string, pattern: RegExp, applies: (state: NameState) => boolean = () => true): NameStep =>
  (state) => {
    const match = pattern.exec(state.name);
    if (match === null || match.index === 0 || !applies(state)) return undefined;
    return advance(state, step, { name: state.name.slice(0, match.index) });
  };

/** `:free` costs nothing at the router that sells it. */
const free: NameStep = (state) =>
  state.name.endsWith(':free')
    ? advance(state, 'free', { name: state.name.slice(0, -':free'.length), free: true })
    : undefined;

const isClaude = (state: NameState): boolean => state.name.includes('claude');
const isBedrock = (state: NameState): boolean => state.biller.id === 'bedrock';

/** Families that write how hard to think, or that they think, behind the name of one and the same model. */
const EFFORT_FAMILIES = /^(claude-|gpt-|o\d|gemini-|grok-)/;
const THINKING_FAMILIES = /^(claude-|gpt-|gemini-|grok-|glm-|deepseek-)/;

/** `-fast` is a model of its own at xAI and Cursor, but a speed of Claude and of OpenAI's models. */
const fast: NameStep = (state) => {
  const match = /^((?:claude-|gpt-).+?)-fast$/.exec(state.name);
  return match === null ? undefined : advance(state, 'fast', { name: match[1]!, fast: true });
};

/** Cursor writes its variants in brackets: `composer-2.5[fast=true]` is the model `composer-2.5-fast`. */
const variant: NameStep = (state) => {
  const match = /^(.+)\[fast=(true|false)\]$/.exec(state.name);
  if (match === null) return undefined;
  return advance(state, 'variant', { name: match[2] === 'true' ? `${match[1]}-fast` : match[1]! });
};

/** In the order of the prices reference §4; after each step the name is looked up again, exactly. */
export const SUFFIX_STEPS: readonly NameStep[] = [
  variant,
  strip('context', /\[1m\]$/),
  free,
  strip('routing', /:(nitro|floor|online|thinking|extended|exacto|beta|latest)$/),
  strip('revision', /-v\d+(:\d+)?(:\d+k)?$/, (state) => isBedrock(state) || isClaude(state)),
  strip('revision', /:\d+$/, isBedrock),
  strip('date', /@(20\d{6}|default|latest|\d{3})$/),
  strip('date', /-20\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])$/),
  strip('date', /-20\d{2}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/),
  strip('revision', /-00\d$/, (state) => state.name.startsWith('gemini-')),
  strip('effort', /-(none|minimal|low|medium|high|xhigh|max)$/, (state) => EFFORT_FAMILIES.test(state.name)),
  strip('thinking', /-thinking$/, (state) => THINKING_FAMILIES.test(state.name)),
  strip('latest', /-latest$/),
  fast,
];
