import { ANTHROPIC, ANTHROPIC_BATCHES } from './anthropic.ts';
import { BY_HAND } from './by-hand.ts';
import type { Scenario } from './clients.ts';
import { GOOGLE } from './google.ts';
import { COMPATIBLE } from './hosts.ts';
import { OPENAI, OPENAI_BATCHES } from './openai.ts';
import { VERCEL } from './vercel.ts';

export { type Clients, KEY_CANARY, outcomeOf, PROMPT_CANARY, type Scenario } from './clients.ts';

/** Every way in which programs call models, by name. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  ...ANTHROPIC,
  ...OPENAI,
  ...GOOGLE,
  ...VERCEL,
  ...COMPATIBLE,
  ...BY_HAND,
};

/** Where answers are fetched that were made without us: only the gateway reads those. */
export const BATCHES: Readonly<Record<string, Scenario>> = { ...ANTHROPIC_BATCHES, ...OPENAI_BATCHES };
