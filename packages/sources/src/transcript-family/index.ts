export * from './dialect.ts';
export { readEntry } from './entry.ts';
export * from './recognise.ts';
export { transcriptLines } from './transcript-lines.ts';
export { startTranscript, type TranscriptState } from './transcript-state.ts';
