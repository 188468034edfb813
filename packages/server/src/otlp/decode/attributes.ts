import { ALLOWED, ALLOWED_JSON } from '../allow-list.ts';
import { MAX_ATTRIBUTES, MAX_JSON_ATTRIBUTE_CHARACTERS, MAX_LIST_WORDS } from '../limits.ts';
import type { Attributes, AttributeValue } from '../telemetry-record.ts';
import { fieldOf, listOf, nameOf } from './foreign-value.ts';

/** The attributes of the allow-list. This is where content ends: nothing else of a request is looked at afterwards. */
export const decodeAttributes = (sent: unknown): Attributes => {
  const kept = new Map<string, AttributeValue>();
  for (const pair of listOf(sent).slice(0, MAX_ATTRIBUTES)) {
    const key = fieldOf(pair, 'key');
    if (typeof key !== 'string') continue;
    const paths = ALLOWED_JSON.get(key);
    if (paths !== undefined) decodeJson(fieldOf(pair, 'value'), key, paths, kept);
    if (!ALLOWED.has(key)) continue;
    const value = decodeValue(fieldOf(pair, 'value'));
    if (value !== undefined) kept.set(key, value);
  }
  return kept;
};

const INTEGER = /^-?\d{1,15}$/;

/** 64-bit integers are decimal text in either encoding. */
const decodeValue = (value: unknown): AttributeValue | undefined => {
  const text = fieldOf(value, 'stringValue');
  if (typeof text === 'string') return nameOf(text);
  const integer = fieldOf(value, 'intValue');
  if (typeof integer === 'string' && INTEGER.test(integer)) return Number(integer);
  if (typeof integer === 'number' && Number.isSafeInteger(integer)) return integer;
  const double = fieldOf(value, 'doubleValue');
  if (typeof double === 'number' && Number.isFinite(double)) return double;
  const flag = fieldOf(value, 'boolValue');
  return typeof flag === 'boolean' ? flag : decodeWords(fieldOf(value, 'arrayValue'));
};

const decodeWords = (list: unknown): readonly string[] | undefined => {
  const words = listOf(fieldOf(list, 'values'))
    .slice(0, MAX_LIST_WORDS)
    .flatMap((word) => nameOf(fieldOf(word, 'stringValue')) ?? []);
  return words.length === 0 ? undefined : words;
};

const decodeJson = (
  value: unknown,
  key: string,
  paths: readonly string[],
  kept: Map<string, AttributeValue>,
): void => {
  const text = fieldOf(value, 'stringValue');
  if (typeof text !== 'string' || text.length > MAX_JSON_ATTRIBUTE_CHARACTERS) return;
  const table = parsed(text);
  for (const path of paths) {
    const number = path.split('.').reduce<unknown>((inner, name) => fieldOf(inner, name), table);
    if (typeof number === 'number' && Number.isFinite(number)) kept.set(`${key}.${path}`, number);
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
