import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ImportState, importShare, importText, isImporting } from './import-words.ts';

const state = (part: Partial<ImportState>): ImportState => ({
  phase: 'reading',
  filesDone: 0,
  filesTotal: 0,
  bytesDone: 0,
  bytesTotal: 0,
  calls: 0,
  sources: [],
  finishedAt: null,
  fault: null,
  ...part,
});

describe('an import', () => {
  it('is told by its bytes, else by its files', () => {
    expect(importShare(state({ bytesDone: 42, bytesTotal: 100, filesDone: 1, filesTotal: 2 }))).toBe(0.42);
    expect(importShare(state({ filesDone: 1, filesTotal: 2 }))).toBe(0.5);
    expect(importShare(state({}))).toBeNull();
  });

  it('never reads as done before it is, nor beyond', () => {
    const counts = fc.tuple(fc.nat(1000), fc.nat(1000));
    fc.assert(
      fc.property(counts, counts, ([bytesDone, bytesTotal], [filesDone, filesTotal]) => {
        const given = state({ bytesDone, bytesTotal, filesDone, filesTotal });
        const share = importShare(given);
        if (share !== null && share < 1) expect(importText(given)).not.toContain('100%');
        expect(share === null || (share >= 0 && share <= 1)).toBe(true);
      }),
    );
  });

  it('is said in words', () => {
    const given = state({
      bytesDone: 529_000,
      bytesTotal: 1_257_226,
      filesDone: 12,
      filesTotal: 45,
      calls: 1,
    });
    expect(importText(given)).toBe('42% · 12 of 45 files · 529 KB · 1 call so far');
    expect(importText(state({ phase: 'discovering' }))).toBe('Looking for logs …');
    expect(isImporting(state({ phase: 'watching' }))).toBe(false);
  });
});
