import { csv } from './csv/source.ts';
import { cursor } from './cursor/source.ts';
import { jsonl } from './jsonl/source.ts';
import type { Source } from './source.ts';

/** Every source, in the order in which a file of unknown kind is shown to them: the most particular look first. */
export const SOURCES: readonly Source[] = [jsonl, cursor, csv];

/** The source of that id (`claude-code`); undefined when there is none. */
export const sourceById = (id: string): Source | undefined => SOURCES.find((source) => source.id === id);
