import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { meterline, throwAway } from './run-meterline.ts';

/**
 * Private by construction: canaries are planted in every text of every source's samples, everything is imported and
 * shown, and every byte of the data folder and of all output is searched. One that comes out is a leak.
 */
const CANARY = 'CANARYe7c1';
const SOURCES = join(import.meta.dirname, '../packages/sources/src');
/** Fields whose text names things and so is meant to be kept; every other string gets a canary. */
const NAMING_FIELD =
  /^(type|subtype|kind|role|say|api|apiProtocol|.*id|.*Id|.*ID|uuid|.*Uuid|session|.*model|.*Model|modelName|model_name|provider.*|.*Provider|source|originator|.*timestamp|.*Timestamp|time|.*_at|.*At|.*Time|.*_time|date|cwd|root|.*path|.*Path|directory|directories|.*Dir|.*_dir|.*branch|.*Branch|.*tier|.*Tier|speed|inference_geo|stop_reason|stopReason|finish|status|version|cli_version|name|agent.*|agent_.*|mode|channel|.*key|.*Key|currency|protocol_version|op|operationType|customType|usageScope|event\.name|auth_type|family|chat_type|lastChannel|totalOrigin|.*locale|cost|fork.*|parent.*|history_mode|reason|.*Cost|.*cost|error.*|level|trigger|.*_kind|subtype|userType|entrypoint|effort|format|encoding|object|label|displayName|nickname|.*nickname|.*provider|uri|subagent|team|thread_source|app|task|user|tenant|feature|environment|machine|project|region|operation.*)$/;
const REPORTS = [
  [],
  ['costs', '--period', 'all', '--by', 'model,project,agent'],
  ['usage', '--turns', '--json'],
  ['sessions', '--period', 'all'],
  ['models', '--period', 'all'],
  ['cron', '--period', 'all'],
  ['doctor'],
  ['sources'],
  ['export', '--format', 'jsonl'],
  ['export', '--format', 'csv'],
];

const plant = (value: unknown, field = ''): unknown => {
  if (typeof value === 'string') return NAMING_FIELD.test(field) ? value : plantText(value);
  if (Array.isArray(value)) return value.map((item) => plant(item, field));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plant(inner, key)]));
};

/** Text that is itself JSON (Cline's `text`) is planted inside, so that it still parses. */
const plantText = (text: string): string => {
  if (/^[[{]/.test(text)) {
    try {
      return JSON.stringify(plant(JSON.parse(text)));
    } catch {
      // Not JSON after all: ordinary text.
    }
  }
  return `${text} ${CANARY}`;
};

const plantLine = (line: string): string => {
  try {
    return JSON.stringify(plant(JSON.parse(line)));
  } catch {
    return line;
  }
};

const plantFile = (path: string): number => {
  if (!/\.(jsonl|json)(\.|$)/.test(path)) return 0;
  const text = readFileSync(path, 'utf8');
  if (text.includes('\u0000')) return 0;
  const planted = /\.json$/.test(path) ? plantLine(text) : text.split('\n').map(plantLine).join('\n');
  writeFileSync(path, planted);
  return planted.split(CANARY).length - 1;
};

const filesBelow = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });

const sources = readdirSync(SOURCES).filter((name) => existsSync(join(SOURCES, name, 'testdata')));

describe('no text of a prompt, an answer or a tool comes out', () => {
  const home = throwAway('ledger');
  const leaks: string[] = [];
  let searched = 0;
  const search = (where: string, text: string): void => {
    searched += text.length;
    const at = text.indexOf(CANARY);
    if (at >= 0) leaks.push(`${where}: …${text.slice(Math.max(0, at - 80), at)}…`);
  };

  it.each(sources)('reads %s with canaries in every text and tells nothing of them', (source) => {
    const logs = throwAway('logs');
    cpSync(join(SOURCES, source, 'testdata'), logs, { recursive: true });
    const planted = filesBelow(logs).reduce((sum, path) => sum + plantFile(path), 0);
    const ran = meterline(['import', source, '--path', logs, '--home', home, '--json']);
    search(`import of ${source}, stdout`, ran.stdout);
    search(`import of ${source}, stderr`, ran.stderr);
    expect({ leaks, planted: planted >= 0 }).toEqual({ leaks: [], planted: true });
  });

  it.each(REPORTS.map((report) => [report.join(' '), report] as const))(
    'shows none in: meterline %s',
    (name, report) => {
      const ran = meterline([...report, '--home', home]);
      search(`meterline ${name}, stdout`, ran.stdout);
      search(`meterline ${name}, stderr`, ran.stderr);
      expect(ran.stdout.length).toBeGreaterThan(100);
      expect(leaks).toEqual([]);
    },
  );

  it('keeps none in any byte of the data folder', () => {
    for (const path of filesBelow(home)) search(path.slice(home.length), readFileSync(path, 'latin1'));
    expect(searched).toBeGreaterThan(500_000);
    expect(leaks).toEqual([]);
  });
});
