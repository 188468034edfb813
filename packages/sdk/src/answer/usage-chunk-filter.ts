import { MAX_HELD_CHARS } from '../limits.ts';

/**
 * Takes out of an OpenAI-style stream what `include_usage` put in: the last chunk, which has usage and no choices, and
 * `"usage":null` of all others. The rest passes as it is; only an event whose end has not come yet waits for it.
 */
export interface UsageChunkFilter {
  push(chunk: Uint8Array): Uint8Array;
  /** What was held back. */
  end(): Uint8Array;
}

/** Inside a string the quotes would be escaped: this can only be a field. */
const NULL_USAGE = /,\s*"usage"\s*:\s*null/;
const NO_CHOICES = /"choices"\s*:\s*\[\s*\]/;
const USAGE = /"usage"\s*:\s*\{/;
const EVENT_END = /(\r\n\r\n|\n\n)/;

export const usageChunkFilter = (): UsageChunkFilter => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const encoder = new TextEncoder();
  let held = '';
  const passed = (text: string): string => {
    const parts = (held + text).split(EVENT_END);
    held = parts.pop() ?? '';
    let out = '';
    for (let index = 0; index + 1 < parts.length; index += 2)
      out += withoutUsage(parts[index]!, parts[index + 1]!);
    if (held.length <= MAX_HELD_CHARS) return out;
    // Longer than any chunk of usage: it need not wait.
    out += held.replace(NULL_USAGE, '');
    held = '';
    return out;
  };
  return {
    push: (chunk) => encoder.encode(passed(decoder.decode(chunk, { stream: true }))),
    end: () => {
      const rest = withoutUsage(held + decoder.decode(), '');
      held = '';
      return encoder.encode(rest);
    },
  };
};

const withoutUsage = (event: string, end: string): string =>
  NO_CHOICES.test(event) && USAGE.test(event) ? '' : event.replace(NULL_USAGE, '') + end;
