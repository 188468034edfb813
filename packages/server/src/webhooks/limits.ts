import { MAX_WEBHOOKS } from '../config/webhook-config.ts';

/** Bounds of webhooks, by name. Milliseconds unless the name says otherwise. */

/** Connecting, sending and being answered, together (the specification says 15 to 30 s). */
export const SEND_TIMEOUT_MS = 15_000;
/** What is read of an answer, so that its connection can be used again; nothing of it is kept. Bytes. */
export const MAX_ANSWER_BYTES = 16 * 2 ** 10;
/** Connections to one host: one for each webhook that leads there, so that none waits for another. */
export const CONNECTIONS = MAX_WEBHOOKS;
/** A `Retry-After` that asks for more is taken for this. */
export const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

/** Changes, or calls of a replay, that are read at a time. */
export const PAGE_CALLS = 100;
/** Messages between two times that their place is written down: so many may come twice after a crash. */
export const SAVE_EVERY_MESSAGES = 25;
/** Times of rollups that wait to be sent, of one webhook; then the oldest are dropped, and counted. */
export const MAX_WAITING_WINDOWS = 2000;
/** Rows of a rollup, the most expensive first; the rest is in its totals. */
export const MAX_ROLLUP_ROWS = 200;
/** What calls may take to be recorded after the end of a time before its rollup is sent; later ones send it again. */
export const SETTLE_MS = 5000;

/** How often webhooks are looked at for tries that are due, besides when calls come. */
export const PULSE_MS = 1000;
/** Whoever delivers says so this often … */
export const RENEW_MS = 5 * 60_000;
/** … and is taken for gone when it has not for so long, or its process has ended. */
export const LEASE_MS = 15 * 60_000;
/** What a message that is on its way may take when the service ends; else it is sent again at the next start. */
export const STOP_SENDING_MS = 2000;

/** Secrets of one webhook: the one that is in use, and those that it was or will be. */
export const MAX_SECRETS = 4;
