import { MAX_CALL_TEXT_LENGTH } from './call-json.ts';

/**
 * How an id of the interchange stands for an identity key of the ledger:
 *
 *     id given by a sender   "order-7"            ↔  key  "id:order-7"
 *     id of an export        "key:msg_01AB"       ↔  key  "msg_01AB"      (merges with the agent's own log)
 *     no id                                       →  a key made from the content
 */
const GIVEN = 'id:';
const RAW = 'key:';

/** Longest identity key that an id may carry; agents' keys are joined from several ids. */
const MAX_KEY_LENGTH = 4 * MAX_CALL_TEXT_LENGTH;

/** Whether an id was written by an export. */
export const isExportedId = (id: unknown): boolean => typeof id === 'string' && id.startsWith(RAW);

/** The identity key of a given id; `undefined` when it is no usable id. */
export const keyOfId = (id: unknown): string | undefined => {
  if (typeof id === 'number' && Number.isSafeInteger(id)) return `${GIVEN}${id}`;
  if (typeof id !== 'string' || id.trim() === '' || /[\u0000-\u001f\u007f]/.test(id)) return undefined;
  if (id.startsWith(RAW)) {
    const key = id.slice(RAW.length);
    return key !== '' && key.length <= MAX_KEY_LENGTH ? key : undefined;
  }
  return id.length <= MAX_CALL_TEXT_LENGTH ? GIVEN + id : undefined;
};

/** The id under which a call is exported: the one that its sender gave, else its first key, marked as a key. */
export const idOfKeys = (keys: readonly string[]): string | undefined => {
  const given = keys.find((key) => key.startsWith(GIVEN) && keyOfId(key.slice(GIVEN.length)) === key);
  if (given !== undefined) return given.slice(GIVEN.length);
  return keys[0] === undefined ? undefined : RAW + keys[0];
};
