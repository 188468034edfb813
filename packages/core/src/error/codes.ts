/**
 * Every error that a person can meet: a stable code to search for, a sentence, the exit status and the HTTP status.
 * docs/errors.md is generated from this table. Exit status: 1 something failed, 2 the call itself is wrong,
 * 3 nothing to show, 4 the ledger cannot be used, 5 done but some input was skipped.
 */
export const ERROR_CODES = {
  USAGE_FLAG_INVALID: { text: 'A flag or argument has a value that cannot be used.', exit: 2, http: 400 },
  USAGE_COMMAND_UNKNOWN: { text: 'There is no such command.', exit: 2, http: 404 },
  DATE_INVALID: { text: 'A date or time could not be read.', exit: 2, http: 400 },
  ZONE_UNKNOWN: { text: 'A time zone is not an IANA name.', exit: 2, http: 400 },
  DIMENSION_UNKNOWN: { text: 'A dimension is not one that calls can be grouped by.', exit: 2, http: 400 },
  CONFIG_INVALID: { text: 'meterline.toml has a key or value that cannot be used.', exit: 2, http: 400 },
  CONFIG_UNREADABLE: { text: 'meterline.toml cannot be read or written.', exit: 2, http: 500 },
  CONFIG_UNWRITABLE: { text: 'meterline.toml cannot be written.', exit: 1, http: 500 },
  SOURCE_UNKNOWN: { text: 'There is no source of that name.', exit: 2, http: 404 },
  SOURCE_FILE_UNREADABLE: { text: 'A file or folder of a source cannot be read.', exit: 5, http: 500 },
  SOURCE_FILE_UNRECOGNISED: { text: 'No source recognises the content of a file.', exit: 2, http: 400 },
  SOURCE_DATABASE_UNREADABLE: {
    text: "An agent's database is locked, damaged or of an unknown version.",
    exit: 5,
    http: 500,
  },
  IMPORT_LINE_INVALID: {
    text: 'A line of a file that Meterline itself defines is not valid.',
    exit: 5,
    http: 400,
  },
  LEDGER_LOCKED: { text: 'Another program holds the ledger.', exit: 4, http: 503 },
  LEDGER_MISSING: { text: 'The ledger was moved or deleted while it was in use.', exit: 4, http: 503 },
  LEDGER_NEWER: { text: 'The ledger was written by a newer Meterline.', exit: 4, http: 503 },
  LEDGER_READ_ONLY: { text: 'The ledger cannot be written.', exit: 4, http: 503 },
  LEDGER_FULL: { text: 'The disk that holds the ledger is full.', exit: 4, http: 507 },
  LEDGER_DAMAGED: { text: 'The ledger file is damaged.', exit: 4, http: 503 },
  PRICE_NOT_FOUND: { text: 'The price book has no such model.', exit: 3, http: 404 },
  PRICE_OVERRIDE_INVALID: { text: 'A price of your own cannot be used.', exit: 2, http: 400 },
  PRICE_BOOK_INVALID: { text: 'A price book did not pass validation.', exit: 1, http: 400 },
  PRICE_BOOK_UNREACHABLE: { text: 'The newer price book could not be fetched.', exit: 1, http: 502 },
  CALL_NOT_FOUND: { text: 'No call in the ledger has that id.', exit: 3, http: 404 },
  SESSION_NOT_FOUND: { text: 'No session in the ledger has that id.', exit: 3, http: 404 },
  TASK_NOT_FOUND: { text: 'No task in the ledger has that id.', exit: 3, http: 404 },
  SQL_INVALID: { text: 'The SQL statement cannot be run.', exit: 2, http: 400 },
  PORT_TAKEN: { text: 'Another program listens on the port.', exit: 1, http: 500 },
  PORT_UNUSABLE: { text: 'The address or port cannot be listened on.', exit: 1, http: 500 },
  HOST_NEEDS_TOKEN: {
    text: 'An address that others can reach was given without a token.',
    exit: 2,
    http: 500,
  },
  REQUEST_INVALID: { text: 'A parameter or the body of a request cannot be used.', exit: 2, http: 400 },
  TOKEN_REQUIRED: { text: 'This Meterline asks for its token.', exit: 2, http: 401 },
  ORIGIN_REFUSED: { text: 'Another site asked through the browser.', exit: 2, http: 403 },
  PAGE_TOKEN_STALE: { text: 'The page is of an earlier start of Meterline.', exit: 2, http: 403 },
  ROUTE_NOT_FOUND: { text: 'There is nothing at this address.', exit: 2, http: 404 },
  METHOD_NOT_ALLOWED: { text: 'The address does not answer that method.', exit: 2, http: 405 },
  BODY_TOO_LARGE: { text: 'The body of a request is larger than is read.', exit: 2, http: 413 },
  BODY_NOT_JSON: { text: 'The body of a request must be JSON.', exit: 2, http: 415 },
  HOST_REFUSED: { text: 'The request was made to a name that is not this machine.', exit: 2, http: 421 },
  STREAMS_FULL: { text: 'As many pages listen as can be served at once.', exit: 1, http: 503 },
  SERVICE_STOPPING: { text: 'Meterline is ending.', exit: 1, http: 503 },
  GATEWAY_KEYS_UNREADABLE: { text: 'The keys of the gateway cannot be read.', exit: 1, http: 500 },
  GATEWAY_KEY_INVALID: { text: 'A key of the gateway cannot be made or found as asked.', exit: 2, http: 400 },
  WEBHOOK_NOT_FOUND: { text: 'There is no webhook of that name.', exit: 2, http: 404 },
  WEBHOOK_SECRET_INVALID: {
    text: 'The secret of a webhook is missing or cannot be used.',
    exit: 2,
    http: 400,
  },
  WEBHOOK_BUSY: { text: 'A webhook is being sent again already.', exit: 1, http: 409 },
  INTERNAL: { text: 'Meterline met a fault of its own.', exit: 1, http: 500 },
} as const satisfies Record<string, { text: string; exit: number; http: number }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** A fault as a value: what is wrong (naming the file, key or flag), and what to do about it. */
export interface Fault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (
  code: ErrorCode,
  message: string,
  hint?: string,
): { readonly ok: false; readonly fault: Fault } => ({
  ok: false,
  fault: hint === undefined ? { code, message } : { code, message, hint },
});

/** Carries a fault through code that cannot return one. Recognised by its brand, so two installed copies agree. */
export class MeterlineError extends Error {
  readonly meterlineFault: Fault;
  constructor(fault: Fault, options?: ErrorOptions) {
    super(fault.message, options);
    this.name = 'MeterlineError';
    this.meterlineFault = fault;
  }
}

/** The fault inside an error, whichever copy of Meterline threw it. */
export const faultOf = (error: unknown): Fault | undefined =>
  error instanceof Error && 'meterlineFault' in error ? (error.meterlineFault as Fault) : undefined;
