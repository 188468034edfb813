/**
 * Takes the bytes of an answer, however they were cut, and gives the JSON values in it that may say what was used. It
 * holds at most `MAX_VALUE_BYTES` of one value; a longer one is passed over and counted.
 */
export interface AnswerDecoder {
  /** Must not keep the chunk: it is the client's. */
  push(chunk: Uint8Array): void;
  /** The answer has ended; what is whole of the rest is still given. */
  end(): void;
  /** Values that were too long, or were no JSON. */
  skipped(): number;
  /** The framing itself has said that nothing more comes (`[DONE]`). */
  ended(): boolean;
}

/** A server-sent event or JSON body that is longer has no usage that anybody reads: 1 MB lines do occur. */
export const MAX_VALUE_BYTES = 8 * 1024 * 1024;

export type OnValue = (value: unknown) => void;

/** The bytes of a value that carries text and nothing else; good until it returns. */
export type OnText = (bytes: Buffer) => void;

/** Told of what carries text and nothing else. */
export interface TextWatcher {
  pass(value: Buffer): void;
  /** The same for whole server-sent events, one or several, some of which may carry none. */
  passEvents(events: Buffer): void;
}
