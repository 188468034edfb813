export type { BookProblem } from './book-shape.ts';
export { bookVersion, priceBook } from './price-book.ts';
export { MAX_BOOK_CHARS, parseRemoteBook } from './update.ts';
export { validateBook } from './validate-book.ts';
