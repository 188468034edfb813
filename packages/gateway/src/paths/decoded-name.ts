/** A part of a path as a name; one that is not well encoded stays as it is. */
export const decodedName = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};
