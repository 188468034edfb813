import type { Looking } from './discover.ts';
import type { ReadAll } from './importer.ts';
import { readHere } from './read-here.ts';

/** Chooses where files are read: here, or for a large cold import in worker threads. */
export const readAuto = (looking: Looking, _workers: number | undefined): ReadAll => readHere(looking);
