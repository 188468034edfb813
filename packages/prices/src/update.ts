import type {
  BookCalendar,
  Fault,
  ModelPrice,
  PriceBook,
  PricePeriod,
  ProviderPrice,
  Result,
} from '@meterline/core';
import { canonicalJson, versionOf } from './canonical-json.ts';
import { validateBook } from './validate-book.ts';

/** A book is 150 KB; anything near this is not one. */
export const MAX_BOOK_CHARS = 4_000_000;
const SHOWN_PROBLEMS = 5;

const invalid = (message: string, hint?: string): { ok: false; fault: Fault } => ({
  ok: false,
  fault: { code: 'PRICE_BOOK_INVALID', message, ...(hint === undefined ? {} : { hint }) },
});

const parseJson = (text: string): { value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

/** What decides an amount; a note or a source may be improved at any time. */
const amounts = ({ r, t, win, fees }: PricePeriod): string => canonicalJson({ r, t, win, fees });

/** Whether `next` says the same about the part of `past` that lies before `asOf`. */
const keepsPeriod = (past: PricePeriod, next: PricePeriod | undefined, asOf: string): boolean => {
  if (next === undefined || amounts(past) !== amounts(next)) return false;
  if (past.to === next.to) return true;
  const ended = past.to !== undefined && past.to <= asOf;
  return !ended && (next.to === undefined || next.to.slice(0, 10) >= asOf);
};

/** Every entry of `before` is the same in `after`; entries may be added. */
const keepsEntries = (before: object | undefined, after: object | undefined): boolean =>
  Object.entries(before ?? {}).every(
    ([name, value]) => canonicalJson(value) === canonicalJson((after as Record<string, unknown>)?.[name]),
  );

const keepsModel = (past: ModelPrice, next: ModelPrice): boolean =>
  keepsEntries(past.cards, next.cards) &&
  keepsEntries(past.mods, next.mods) &&
  (past.a ?? []).every((name) => next.a?.includes(name));

const keepsProvider = (past: ProviderPrice, next: ProviderPrice | undefined): boolean =>
  next !== undefined &&
  keepsEntries(past.cards, next.cards) &&
  keepsEntries(past.mods, next.mods) &&
  keepsEntries(past.fees, next.fees) &&
  past.reports === next.reports;

/** Holidays may be announced and moved, but not on days that are over. */
const keepsCalendar = (past: BookCalendar, next: BookCalendar | undefined, asOf: string): boolean => {
  const over = (calendar: BookCalendar): string =>
    canonicalJson((calendar.closed ?? []).filter((day) => day <= asOf));
  return (
    next !== undefined &&
    past.offsetMinutes === next.offsetMinutes &&
    canonicalJson(past.days) === canonicalJson(next.days) &&
    over(past) === over(next)
  );
};

const rewrittenModel = (
  key: string,
  past: ModelPrice,
  next: ModelPrice,
  asOf: string,
): string | undefined => {
  if (!keepsModel(past, next)) return `${key} has another card, multiplier or name`;
  for (const period of past.p) {
    // A period that has not begun yet is an announcement and may change.
    if (period.from !== undefined && period.from.slice(0, 10) > asOf) continue;
    const same = next.p.find(({ from }) => from === period.from);
    if (!keepsPeriod(period, same, asOf))
      return `${key} changes the period from ${period.from ?? 'the start'}`;
  }
  return undefined;
};

/** The first place where `next` would rewrite what `current` says about the past. */
const rewrittenPast = (current: PriceBook, next: PriceBook): string | undefined => {
  for (const [id, provider] of Object.entries(current.providers))
    if (!keepsProvider(provider, next.providers[id])) return `provider ${id} changes`;
  for (const [id, calendar] of Object.entries(current.calendars))
    if (!keepsCalendar(calendar, next.calendars[id], current.asOf)) return `calendar ${id} changes`;
  for (const [key, model] of Object.entries(current.models)) {
    const other = next.models[key];
    const rewritten =
      other === undefined ? `${key} is missing` : rewrittenModel(key, model, other, current.asOf);
    if (rewritten !== undefined) return rewritten;
  }
  return undefined;
};

/**
 * Judges the text of a newer price book. It must be a valid book (`validateBook`), have the hash it states, be newer
 * than `current`, and leave every price that was in force up to `current.asOf` as it is: a correction of the past is a
 * release of Meterline and a `reprice`, never a silent download. Fetching is the caller's.
 */
export const parseRemoteBook = (text: string, current: PriceBook): Result<PriceBook> => {
  if (text.length > MAX_BOOK_CHARS) return invalid(`the book is larger than ${MAX_BOOK_CHARS} characters`);
  const json = parseJson(text);
  if (json === undefined) return invalid('the book is not JSON');
  const problems = validateBook(json.value);
  if (problems.length > 0) {
    const shown = problems
      .slice(0, SHOWN_PROBLEMS)
      .map(({ rule, at, message }) => `${rule} at ${at}: ${message}`);
    return invalid(shown.join('; '), `${problems.length} problem(s) in all`);
  }
  const book = json.value as PriceBook;
  if (versionOf(book) !== book.version) return invalid('the content does not match its version');
  if (book.version === current.version) return invalid('the book is the one already in use');
  if (book.asOf < current.asOf) return invalid(`the book is older (${book.asOf}) than ${current.asOf}`);
  const rewritten = rewrittenPast(current, book);
  return rewritten === undefined
    ? { ok: true, value: book }
    : invalid(`the book would change the past: ${rewritten}`);
};
