import { ANTHROPIC } from './anthropic.ts';
import { CALENDARS, DEEPSEEK } from './deepseek.ts';
import { GOOGLE } from './google.ts';
import { MISTRAL } from './mistral.ts';
import { OPENAI } from './openai.ts';
import { OTHERS } from './others.ts';
import type { Overlay } from './overlay-model.ts';

export type { Overlay };
export { CALENDARS };

/** Everything that we state ourselves, with its source. It beats every upstream data set. */
export const OVERLAYS: readonly Overlay[] = [ANTHROPIC, OPENAI, GOOGLE, DEEPSEEK, MISTRAL, ...OTHERS];
