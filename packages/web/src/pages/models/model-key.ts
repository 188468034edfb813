/** A model in an address: `anthropic/claude-opus-4-6`. No provider has a slash in its name; models may. */

export interface ModelKey {
  readonly provider: string | null;
  readonly model: string | null;
}

export const modelKeyText = ({ provider, model }: ModelKey): string => `${provider ?? ''}/${model ?? ''}`;

/** Reads it back; without a slash it is a model of whoever sells it. */
export const parseModelKey = (text: string): ModelKey => {
  const at = text.indexOf('/');
  const [provider, model] = at === -1 ? ['', text] : [text.slice(0, at), text.slice(at + 1)];
  return { provider: provider || null, model: model || null };
};
