import { MeterlineError } from '@meterline/core';
import { isTrustedUrl } from '@meterline/server';

const TIMEOUT_MS = 30_000;
/** A book has about 150 KB; what is much larger is none. */
const MAX_BYTES = 8_000_000;

const unreachable = (message: string, hint?: string): MeterlineError =>
  new MeterlineError({ code: 'PRICE_BOOK_UNREACHABLE', message, ...(hint === undefined ? {} : { hint }) });

const checkedUrl = (given: string): URL => {
  if (isTrustedUrl(given)) return new URL(given);
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: `--url is '${given}', but must be an https address, or http on this machine.`,
  });
};

/** Reads a body without ever holding more than `MAX_BYTES`. */
const boundedText = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder();
  let [text, size] = ['', 0];
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES)
      throw unreachable(`The answer is larger than ${MAX_BYTES} bytes, so it is no price book.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
};

/** Fetches the text of a price book. The only place that goes to the network, and only when asked. */
export const fetchBook = async (given: string, interrupted: AbortSignal): Promise<string> => {
  const url = checkedUrl(given);
  try {
    const signal = AbortSignal.any([interrupted, AbortSignal.timeout(TIMEOUT_MS)]);
    const response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
    if (!response.ok) throw unreachable(`${url.host} answered ${response.status}.`);
    return await boundedText(response);
  } catch (error) {
    if (error instanceof MeterlineError) throw error;
    const slow = error instanceof Error && error.name === 'TimeoutError';
    throw unreachable(
      slow
        ? `${url.host} did not answer within ${TIMEOUT_MS / 1000} s.`
        : `${url.host} could not be reached.`,
      'The price book in use stays. Try again when you are online, or use --file FILE.',
    );
  }
};
