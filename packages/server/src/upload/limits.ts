/** Bounds of files that are sent to be imported. */

/** A file as it comes and after it was inflated: it lies on disk until it is read, and never in memory. */
export const MAX_UPLOAD_BYTES = 2 ** 30;
/** Files that are taken at once, those that wait to be read included. */
export const MAX_UPLOADS = 8;
/** Name and kind of a part of a form. */
export const MAX_PART_HEADER_BYTES = 8 * 2 ** 10;
/** What a file's name may have; sources read sessions and kinds out of names. */
export const MAX_NAME_LENGTH = 200;
