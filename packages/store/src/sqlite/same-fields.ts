/** Whether two records hold the very same values in these fields; equal objects that are two count as different. */
export const sameFields = <T extends object>(a: T, b: T, fields: readonly (keyof T)[]): boolean => {
  for (const field of fields) if (a[field] !== b[field]) return false;
  return true;
};
