/** Characters that the beginning of an id must have, to be looked for as one. */
const PREFIX_MIN = 6;
// The second bound keeps the search inside the index; no text that begins with the first sorts after it.
const BEGINS = `n.text >= ?1 AND n.text < ?1 || char(0x10ffff) AND substr(n.text, 1, length(?1)) = ?1`;

/** What has this id, or else an id that begins so: `find` gets a condition on the name `n`, whose parameter is the text. */
export const findById = <T>(text: string, find: (condition: string) => readonly T[]): readonly T[] => {
  const exact = find('n.text = ?1');
  return exact.length > 0 || text.length < PREFIX_MIN ? exact : find(BEGINS);
};
