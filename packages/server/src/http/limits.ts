/** Every bound of the HTTP server, by name. Bytes unless the name says otherwise. */

/** Settings and prices are the only bodies. */
export const MAX_BODY_BYTES = 64 * 2 ** 10;
/** Request line and headers together. */
export const MAX_HEADER_BYTES = 16 * 2 ** 10;
/** A client that has not sent its headers by then is cut off … */
export const HEADERS_TIMEOUT_MS = 10_000;
/** … and one that has not sent all of its request: files go through the gateway, over slow lines, too. */
export const REQUEST_TIMEOUT_MS = 10 * 60_000;
/** How often such clients are looked for. */
export const CONNECTIONS_CHECK_MS = 2000;
/** A connection without a request is kept this long for the next one. */
export const KEEP_ALIVE_MS = 30_000;
/** Connections at once; further ones wait to be accepted. */
export const MAX_CONNECTIONS = 2048;

/** For how long an answer is given to others who ask the same: less than anybody sees. Milliseconds. */
export const SHARED_ANSWER_MS = 250;
export const MAX_SHARED_ANSWERS = 64;
/** Longer answers are made anew for everybody. */
export const MAX_SHARED_ANSWER_BYTES = 256 * 2 ** 10;

/** Event streams at once. */
export const MAX_STREAMS = 256;
/**
 * What a stream's socket may hold that its reader has not taken; beyond it the reader is dropped. More than the most
 * calls that are told in one go (`MAX_LIVE_CALLS`); all streams share the bytes of an event.
 */
export const MAX_STREAM_BACKLOG_BYTES = 2 ** 20;
/** A comment on silent streams: so that a dead connection is noticed. */
export const HEARTBEAT_MS = 15_000;
/** What a browser waits before it asks for a broken stream again. */
export const STREAM_RETRY_MS = 2000;

/** What running answers may take to end when the server stops. */
export const STOP_MS = 5000;
/** How often connections are then looked for whose answers have ended. */
export const CLOSE_IDLE_EVERY_MS = 20;

/** Ports that are tried one after the other when the usual one is taken. */
export const PORTS_TRIED = 20;
/** How long whoever holds the port may take to say that it is a Meterline. */
export const ASK_HOLDER_MS = 1000;

/** Shortest token: it is the only thing between the network and the figures. */
export const MIN_TOKEN_CHARACTERS = 16;
/** How long a browser remembers its login. */
export const COOKIE_SECONDS = 30 * 24 * 60 * 60;

/** What calls through the gateway may take to end when the server stops; then they are cut, and recorded as they are. */
export const DRAIN_MS = 10_000;
