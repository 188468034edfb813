import { MeterlineError } from '@meterline/core';

const TIMEOUT_MS = 30_000;
/** A book has about 150 KB; what is much larger is none. */
const MAX_BYTES = 8_000_000;

const unreachable = (message: string, hint?: string): MeterlineError =>
  new MeterlineError({ code: 'PRICE_BOOK_UNREACHABLE', message, ...(hint === undefined ? {} : { hint }) });

/** Prices decide money, so they come over https; http only from this machine. */
const checkedUrl = (given: string | undefined): URL => {
  if (given === undefined)
    throw unreachable(
      'There is no address to fetch a price book from yet.',
      'Give --url https://… or set METERLINE_PRICES_URL; --file FILE uses a book that you have.',
    );
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const here = url !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && here)) return url;
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
export const fetchBook = async (given: string | undefined, interrupted: AbortSignal): Promise<string> => {
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
