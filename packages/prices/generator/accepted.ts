/** Upstream figures that look wrong by a rule of ours and are right; the note becomes part of the book. */
export const ACCEPTED_NOTES: Readonly<Record<string, string>> = {
  'openai:gpt-5-image-mini': 'Text output is cheaper than image input at this model.',
  'mistral:mistral-medium-latest': 'The name moved from Medium 3.1 to Medium 3.5 on 2026-06-16.',
};

/** Upstream names that must not enter the book, and why. */
export const LEFT_OUT: ReadonlySet<string> = new Set([
  // Open weights; the figure is a reseller's, OpenAI sells no tokens of them.
  'gpt-oss-120b',
  'gpt-oss-20b',
  'gpt-oss-safeguard-20b',
  // Moves with every release, so a fixed alias would price another model.
  'grok-latest',
  'gpt-chat-latest',
]);
