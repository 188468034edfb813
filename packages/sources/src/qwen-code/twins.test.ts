import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderWith, jsonLines } from '../../test/any-reading.ts';
import { readRoot, totalsOf } from '../../test/harness.ts';
import { qwenCode } from './source.ts';

const START = Date.UTC(2026, 9, 1);
/** Another version of the program writes minutes later, never within the moment that makes twins. */
const APART_MS = 300_000;

const response = fc.record({
  prompt: fc.integer({ min: 1, max: 3 }),
  output: fc.integer({ min: 1, max: 3 }),
  hasTelemetry: fc.boolean(),
  /** Whether the answer's row is written before the telemetry's. */
  isAnswerFirst: fc.boolean(),
});
type Response = typeof response extends fc.Arbitrary<infer T> ? T : never;

const rowsOf = (
  { prompt, output, hasTelemetry, isAnswerFirst }: Response,
  number: number,
): readonly object[] => {
  const timestamp = new Date(START + number * APART_MS).toISOString();
  const version = hasTelemetry ? '0.24.4' : '0.14.0';
  const shell = { sessionId: 's1', timestamp, version, cwd: '/w' };
  const usageMetadata = {
    promptTokenCount: prompt,
    candidatesTokenCount: output,
    totalTokenCount: prompt + output,
  };
  const answer = {
    ...shell,
    uuid: `a${number}`,
    type: 'assistant',
    model: 'qwen3-coder-plus',
    usageMetadata,
  };
  const uiEvent = {
    'event.name': 'qwen-code.api_response',
    'event.timestamp': timestamp,
    response_id: `r${number}`,
    model: 'qwen3-coder-plus',
    input_token_count: prompt,
    output_token_count: output,
    total_token_count: prompt + output,
    auth_type: 'openai',
  };
  const telemetry = {
    ...shell,
    uuid: `t${number}`,
    type: 'system',
    subtype: 'ui_telemetry',
    systemPayload: { uiEvent },
  };
  if (!hasTelemetry) return [answer];
  return isAnswerFirst ? [answer, telemetry] : [telemetry, answer];
};

describe('a session of several versions of the program', () => {
  it('counts each response once, in any order of its two rows, and again in a fork', () => {
    fc.assert(
      fc.property(
        fc.array(response, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.boolean(),
        (responses, chunkBytes, isForkFirst) => {
          const rows = responses.flatMap(rowsOf);
          const fork = rows.map((row) => ({ ...row, sessionId: 's2', forkedFrom: { sessionId: 's1' } }));
          const root = folderWith({
            'projects/p/chats/s1.jsonl': jsonLines(...rows),
            'projects/p/chats/s2.jsonl': jsonLines(...fork),
          });
          const { calls } = readRoot(qwenCode, root, {
            chunkBytes,
            ...(isForkFirst ? { order: 'reverse' } : {}),
          });
          expect(totalsOf(calls)).toMatchObject({
            calls: responses.length,
            input: responses.reduce((sum, { prompt }) => sum + prompt, 0),
            output: responses.reduce((sum, { output }) => sum + output, 0),
          });
          expect(new Set(calls.map((call) => call.session))).toEqual(new Set(['s1']));
        },
      ),
      { numRuns: 100 },
    );
  });
});
