/** Rows of one question to the server. */
export const PAGE_ROWS = 200;
/** An answer that shows another count than expected is asked for again this often. */
const MAX_SHIFTS = 2;

/**
 * A page of the list as it was when it had `count` rows. Rows that came since stand before all others, so that many are
 * passed over; how many is known from the answer's own count. Only where the newest come first: in any other order nobody
 * can say where they stand, and they are rare.
 */
export const pageAsOf = async <Answer extends { readonly count: number }>(
  page: number,
  count: number | undefined,
  newestFirst: boolean,
  ask: (offset: number, limit: number) => Promise<Answer>,
): Promise<Answer> => {
  let came = 0;
  for (let turn = 0; ; turn += 1) {
    const answer = await ask(page * PAGE_ROWS + came, PAGE_ROWS);
    const since = count === undefined || !newestFirst ? 0 : Math.max(0, answer.count - count);
    if (since === came || turn === MAX_SHIFTS) return answer;
    came = since;
  }
};
