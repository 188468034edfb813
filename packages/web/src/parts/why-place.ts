/** Pixels between a note and what it is about, and to the edge of the window. */
const GAP = 6;
const EDGE = 8;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Below what it is about, or above where there is no room; never out of the window. Pixels of the window. */
export const placeOf = (
  from: Box,
  note: { readonly width: number; readonly height: number },
  width: number,
  height: number,
): { readonly left: number; readonly top: number } => {
  const below = from.bottom + GAP;
  const top = below + note.height + EDGE <= height ? below : from.top - GAP - note.height;
  return {
    left: Math.max(EDGE, Math.min(from.right - note.width, width - EDGE - note.width)),
    top: Math.max(EDGE, top),
  };
};
