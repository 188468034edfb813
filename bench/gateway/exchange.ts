/** What is asked and answered in the gateway's bench, in OpenAI's form. */

const USAGE = '"usage":{"prompt_tokens":1200,"completion_tokens":60,"total_tokens":1260}';
const TEXT = 'x'.repeat(24);
/** Deltas of a quick stream, sent in one piece. */
const DELTAS = 58;

const frame = (rest: string): string =>
  `data: {"id":"bench","object":"chat.completion.chunk","model":"gpt-5.4-mini",${rest}}\n\n`;

export const REQUEST = Buffer.from(
  JSON.stringify({ model: 'gpt-5.4-mini', messages: [{ role: 'user', content: 'x'.repeat(400) }] }),
);

export const ANSWER = Buffer.from(
  `{"id":"bench","object":"chat.completion","model":"gpt-5.4-mini","choices":[{"index":0,"message":{"role":"assistant","content":"${TEXT.repeat(40)}"},"finish_reason":"stop"}],${USAGE}}`,
);

export const DELTA = frame(`"choices":[{"index":0,"delta":{"content":"${TEXT}"}}]`);
export const LAST = `${frame('"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]')}${frame(`"choices":[],${USAGE}`)}data: [DONE]\n\n`;
export const STREAM = Buffer.from(DELTA.repeat(DELTAS) + LAST);
