import { SOURCES } from '@meterline/sources';

/** The names that may stand under `sources` in meterline.toml. */
export const sourceIds = (): readonly string[] => SOURCES.map(({ id }) => id);
