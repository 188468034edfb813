const ANTHROPIC_ID = /^msg_(bdrk_|vrtx_)?[A-Za-z0-9]{20,}$/;
const OPENAI_ID = /^(chatcmpl|resp|cmpl)[-_][A-Za-z0-9]{20,}$/;

/**
 * The identity key of an answer by its provider's id, as the agents' logs name the call too. Undefined for ids that may
 * repeat: relays and servers at home hand out `chatcmpl-123`.
 */
export const responseKey = (id: string | undefined): string | undefined => {
  if (id === undefined) return undefined;
  if (ANTHROPIC_ID.test(id)) return `anthropic:${id}`;
  return OPENAI_ID.test(id) ? `openai:${id}` : undefined;
};
