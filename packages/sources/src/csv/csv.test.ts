import { describe, expect, it } from 'vitest';
import { readRoot, totalsOf } from '../../test/harness.ts';
import { readText } from '../../test/read-text.ts';
import { detectSource, fileHead } from '../detect.ts';
import { csv, csvFile } from './source.ts';

const TESTDATA = `${import.meta.dirname}/testdata`;
const headOf = (text: string, path = '/w/calls.csv') =>
  fileHead(path, new TextEncoder().encode(text), { complete: true });

describe('CSV', () => {
  it('finds columns by their usual names, whatever the delimiter, quotes and zone', () => {
    const { calls, issues } = readRoot(csv, TESTDATA);
    expect(issues).toEqual([]);
    expect(totalsOf(calls)).toMatchObject({ calls: 4, input: 624, cacheRead: 400, output: 61 });
    expect(calls[0]).toMatchObject({
      provider: 'openai',
      startedAt: Date.UTC(2026, 9, 1, 10),
      // "Cached Tokens" beside "Prompt Tokens" is OpenAI's way: the cached ones are inside.
      tokens: { input: 600, cacheRead: 400, output: 50 },
      inclusion: 'assumed',
      reportedCostNanoUsd: 12_500_000,
      tags: { team: 'blue' },
    });
    expect(calls[1]).toMatchObject({ provider: 'anthropic', startedAt: Date.UTC(2026, 9, 1, 9) });
    expect(calls[1]?.reportedCostNanoUsd).toBeUndefined();
  });

  it('takes a column map before any guess, and values for every row', () => {
    const context = {
      columns: { time: 'When', model: 'LLM', input: 'in', output: 'out', provider: '=groq' },
    };
    const { calls, issues } = readText(csv, 'When,LLM,in,out\n2026-10-01,llama,3,4\n', { context });
    expect(issues).toEqual([]);
    expect(calls[0]).toMatchObject({ provider: 'groq', model: 'llama', tokens: { input: 3, output: 4 } });
  });

  it('says which column is missing, and which there are', () => {
    expect(csvFile(headOf('When,LLM,in\n1,2,3\n'), {})).toMatchObject({
      ok: false,
      fault: {
        code: 'SOURCE_FILE_UNRECOGNISED',
        message:
          'The CSV has no column for time, model, any token count (input, output …). Its columns: When, LLM, in.',
      },
    });
    expect(csvFile(headOf('time,model,input\n'), { output: 'Out' })).toMatchObject({
      fault: { message: 'The CSV has no column Out. Its columns: time, model, input.' },
    });
    expect(csvFile(headOf('time,model,input\n'), { constructor: 'input' })).toMatchObject({
      fault: { code: 'USAGE_FLAG_INVALID' },
    });
    expect(csvFile(headOf('time,model,input\n'), {})).toMatchObject({ ok: true });
    // Also where nobody said that it is a CSV.
    expect(detectSource(headOf('When,LLM,in\n1,2,3\n'), [csv])).toMatchObject({
      fault: { message: expect.stringContaining('Its columns: When, LLM, in.') },
    });
    expect(detectSource(headOf('Dear all, come, please.\nYours\n', '/w/letter.txt'), [csv])).toMatchObject({
      fault: { message: expect.not.stringContaining('please') },
    });
  });

  it.each([
    ['BOM and CRLF', '\ufefftime,model,input\r\n2026-10-01,gpt-5,1\r\n', 1],
    ['blank lines', '\n\ntime,model,input\n\n2026-10-01,gpt-5,1\n\n', 1],
    ['tabs', 'time\tmodel\tinput\n2026-10-01\tgpt-5\t1\n', 1],
    ['pipes', 'time|model|input\n2026-10-01|gpt-5|1\n', 1],
    ['no newline at the end', 'time,model,input\n2026-10-01,gpt-5,1', 1],
    ['short and long rows', 'time,model,input\n2026-10-01,gpt-5\n2026-10-01,gpt-5,1,2,3\n', 1],
  ])('reads %s', (_what, text, calls) => {
    expect(readText(csv, text).calls).toHaveLength(calls);
  });

  it('reports what it cannot use, and goes on', () => {
    const text =
      'time,model,input,cost\nsoon,gpt-5,1,\n2026-10-01,,1,\n2026-10-01,gpt-5,-1,\n2026-10-01,gpt-5,1,"0,12"\n';
    const { calls, issues } = readText(csv, text);
    expect(calls).toHaveLength(1);
    // A decimal comma is refused, not guessed.
    expect(calls[0]?.reportedCostNanoUsd).toBeUndefined();
    expect(issues.map(({ code, detail }) => `${code} ${detail}`)).toEqual([
      'BAD_TIMESTAMP time',
      'MISSING_MODEL model',
      'BAD_NUMBER tokens.input',
      'BAD_FIELD tokens',
      'BAD_NUMBER reportedCostUsd',
    ]);
  });

  it('reads what `meterline export --format csv` writes', () => {
    const head =
      'id,time,provider,model,tokens.input,tokens.cacheWrite5m,tokens.output,batch,reportedCostUsd,tags,cost.listUsd';
    const row =
      'key:msg_1,2026-10-01T10:00:00.000Z,anthropic,claude-sonnet-4-5,1,2,3,true,0.5,"{""team"":""blue""}",0.9';
    const { calls, issues } = readText(csv, `${head}\n${row}\n`);
    expect(issues).toEqual([]);
    expect(calls[0]).toMatchObject({
      keys: ['msg_1'],
      tokens: { input: 1, cacheWrite5m: 2, output: 3 },
      batch: true,
      reportedCostNanoUsd: 500_000_000,
      tags: { team: 'blue' },
    });
  });

  it('takes away the apostrophe that keeps a text from being run as a formula', () => {
    const text = "time,model,input,project,user\n2026-10-01,m,1,'=a,''-b\n2026-10-02,m,1,'tis,it's\n";
    const { calls } = readText(csv, text);
    expect(calls.map(({ project, user }) => [project, user])).toEqual([
      ['=a', "'-b"],
      ["'tis", "it's"],
    ]);
  });

  it('does not let a lone quote swallow the file', () => {
    const rows = Array.from({ length: 60 }, (_, i) => `2026-10-01,gpt-5,${i + 1}`);
    rows[10] = '2026-10-01,"gpt-5,1';
    const { calls, issues } = readText(csv, `time,model,input\n${rows.join('\n')}\n`, { chunkBytes: 32 });
    expect(calls).toHaveLength(59);
    expect(issues.map(({ code, detail }) => `${code} ${detail}`)).toEqual(['BAD_FIELD quotes']);
  });
});
