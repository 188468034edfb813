import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectSource, fileHead } from './detect.ts';
import { SOURCES } from './registry.ts';

const headOf = (text: string, name = 'file') =>
  fileHead(`/w/${name}`, new TextEncoder().encode(text), { complete: true });
const kindOf = (text: string, name?: string): string => {
  const found = detectSource(headOf(text, name), SOURCES);
  return found.ok ? found.value.id : found.fault.code;
};

describe('detectSource', () => {
  // agent-logs §15, one line a kind, whatever the file's name is.
  it.each([
    ['codex', { type: 'session_meta', payload: { id: 's' } }],
    ['codex', { type: 'event_msg', payload: { type: 'token_count' } }],
    [
      'claude-code',
      { sessionId: 's', parentUuid: null, type: 'assistant', message: { usage: { input_tokens: 1 } } },
    ],
    ['pi', { type: 'session', version: 3, id: 's', cwd: '/w', timestamp: '2026-10-01T00:00:00Z' }],
    ['qwen-code', { uuid: 'u', sessionId: 's', usageMetadata: { promptTokenCount: 1 } }],
    ['gemini-cli', { sessionId: 's', projectHash: 'h', startTime: '2026-10-01T00:00:00Z' }],
    ['copilot-cli', { type: 'session.start', timestamp: '2026-10-01T00:00:00Z', data: { sessionId: 's' } }],
    ['kimi', { timestamp: 1, message: { type: 'StatusUpdate', payload: { token_usage: { output: 1 } } } }],
    ['kimi', { type: 'usage.record', usageScope: 'turn', usage: { output: 1 } }],
    ['cline', [{ ts: 1, type: 'say', say: 'api_req_started', text: '{}' }]],
    ['amp', { id: 'T-1', messages: [], usageLedger: { events: [] } }],
    ['droid', { model: 'm', providerLock: 'anthropic', tokenUsage: { inputTokens: 1 } }],
    ['goose', { working_dir: '/w', message_count: 1, accumulated_total_tokens: 1 }],
    ['jsonl', { time: '2026-10-01T00:00:00Z', provider: 'p', model: 'm', tokens: { input: 1 } }],
  ])('knows %s by its content', (id, line) => {
    expect(kindOf(`${JSON.stringify(line)}\n`)).toBe(id);
  });

  it('knows tables by their header', () => {
    expect(kindOf('time,model,input\n2026-10-01,gpt-5,1\n')).toBe('csv');
    expect(
      kindOf('Date,Model,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens\n'),
    ).toBe('cursor');
  });

  it.each([
    ['SOURCE_FILE_UNRECOGNISED', ''],
    ['SOURCE_FILE_UNRECOGNISED', 'Dear all,\nthe meeting is on Monday, at noon.\n'],
    ['SOURCE_FILE_UNRECOGNISED', '{"a":1}\n{"b":2}\n'],
    ['SOURCE_FILE_UNRECOGNISED', 'name,city\nx,y\n'],
    ['SOURCE_FILE_UNRECOGNISED', '\u0000\u0001\u0002'],
  ])('gives %s for %j', (code, text) => {
    expect(kindOf(text)).toBe(code);
  });

  it('says what the file looks like, what was looked for and what to do, and repeats nothing of it', () => {
    const found = detectSource(headOf('a secret of mine\n', 'notes.txt'), SOURCES);
    expect(found).toMatchObject({ ok: false, fault: { code: 'SOURCE_FILE_UNRECOGNISED' } });
    const { message, hint = '' } = found.ok ? { message: '' } : found.fault;
    expect(message).toMatch(/^notes\.txt is a text file, and no source knows .*Claude Code, Codex.*CSV/);
    expect(hint).toMatch(/--path.*--map/);
    expect(message + hint).not.toContain('secret');
  });

  it('never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, complete) => {
        expect(typeof detectSource(fileHead('/w/x', bytes, { complete }), SOURCES).ok).toBe('boolean');
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), (values) => {
        const text = values.map((value) => JSON.stringify(value)).join('\n');
        expect(typeof detectSource(headOf(text), SOURCES).ok).toBe('boolean');
      }),
    );
  });
});

describe('fileHead', () => {
  it('leaves out a torn last line, unless it is the whole file', () => {
    const bytes = new TextEncoder().encode('{"a":1}\n{"b":2}');
    expect(fileHead('/w/x', bytes, { complete: false }).lines).toEqual([{ a: 1 }]);
    expect(fileHead('/w/x', bytes, { complete: true }).lines).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it('gives the document where the whole file is one JSON value', () => {
    expect(headOf('{\n  "a": 1\n}\n').document).toEqual({ a: 1 });
    expect(
      fileHead('/w/x', new TextEncoder().encode('{"a":1}'), { complete: false }).document,
    ).toBeUndefined();
  });
});
