import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeAll } from '../../test/harness.ts';
import { readBytes } from '../../test/read-bytes.ts';
import { plainTranscriptReader, transcriptReader } from './reader.ts';
import { answer, linesOf, transcripts } from './rows.test-kit.ts';

const callsOf = (...args: Parameters<typeof readBytes>) => {
  const { events, declared } = readBytes(...args);
  const calls = [...mergeAll(events)].sort((a, b) => (a.keys.join() < b.keys.join() ? -1 : 1));
  return { calls, declared: declared.map((usage) => ({ ...usage })) };
};

describe('the fast path', () => {
  it('finds what parsing every line finds, however lines are written and wherever the file is cut', () => {
    fc.assert(
      fc.property(transcripts, fc.integer({ min: 60, max: 4000 }), (text, chunkBytes) => {
        expect(callsOf(transcriptReader, text, { chunkBytes })).toEqual(callsOf(plainTranscriptReader, text));
      }),
      { numRuns: 300 },
    );
  });

  it('reports the same kinds of issues for lines that it must read', () => {
    const bad = linesOf(
      answer(),
      answer({ timestamp: 'soon' }),
      answer({}, {}, { input_tokens: -3 }),
      answer({}, { model: undefined }),
    );
    const codes = (reader: typeof transcriptReader) =>
      readBytes(reader, bad).issues.map(({ code, detail }) => `${code} ${detail}`);
    expect(codes(transcriptReader)).toEqual(codes(plainTranscriptReader));
    expect(codes(transcriptReader)).toEqual([
      'BAD_TIMESTAMP timestamp',
      'BAD_NUMBER input_tokens',
      'MISSING_MODEL message.model',
    ]);
  });

  it('does not parse the content of an answer: it takes the same however long that is', () => {
    const long = answer({}, { content: [{ type: 'text', text: '","usage":{'.repeat(50_000) }] });
    const { events } = readBytes(transcriptReader, linesOf(answer({ type: 'user' }), long));
    expect(events.map(({ tokens }) => tokens.output)).toEqual([7]);
  });
});

describe('skippable', () => {
  const skippable = (row: object): boolean | undefined =>
    transcriptReader.skippable?.(new TextEncoder().encode(JSON.stringify(row)));

  it('lets lines pass that cannot hold a call', () => {
    expect(skippable({ type: 'file-history-snapshot', snapshot: {} })).toBe(true);
    expect(skippable({ parentUuid: null, type: 'user', message: {} })).toBe(true);
    expect(skippable({ parentUuid: null, attachment: { type: 'image' } })).toBe(true);
  });

  it('does not pass over an answer, nor what it cannot judge', () => {
    expect(skippable(answer())).toBe(false);
    expect(skippable({ type: 'assistant', uuid: 'u' })).toBe(false);
    expect(transcriptReader.skippable?.(new TextEncoder().encode('   {"type":"user"'))).toBe(false);
  });
});
