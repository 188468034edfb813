import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Canaries in every text of the samples that is nobody's business: one that comes out anywhere is a leak. */
export const CANARY = 'CANARYe7c1';
const SOURCES = join(import.meta.dirname, '../packages/sources/src');
/** Fields whose text names things and so is meant to be kept; every other string gets a canary. */
const NAMING_FIELD =
  /^(type|subtype|kind|role|say|api|apiProtocol|.*id|.*Id|.*ID|uuid|.*Uuid|session|.*model|.*Model|modelName|model_name|provider.*|.*Provider|source|originator|.*timestamp|.*Timestamp|time|.*_at|.*At|.*Time|.*_time|date|cwd|root|.*path|.*Path|directory|directories|.*Dir|.*_dir|.*branch|.*Branch|.*tier|.*Tier|speed|inference_geo|stop_reason|stopReason|finish|status|version|cli_version|name|agent.*|agent_.*|attributionAgent|mode|channel|.*key|.*Key|currency|protocol_version|op|operationType|customType|usageScope|event\.name|auth_type|family|chat_type|lastChannel|totalOrigin|.*locale|cost|fork.*|parent.*|history_mode|reason|.*Cost|.*cost|error.*|level|trigger|.*_kind|subtype|userType|entrypoint|effort|format|encoding|object|label|displayName|nickname|.*nickname|.*provider|uri|subagent|team|thread_source|app|task|user|tenant|feature|environment|machine|project|region|operation.*)$/;

/** Sources with sample logs. */
export const sampledSources: readonly string[] = readdirSync(SOURCES).filter((name) =>
  existsSync(join(SOURCES, name, 'testdata')),
);

/** Copies a source's samples with canaries in every text; gives how many were planted. */
export const plantedSamples = (source: string, folder: string): number => {
  cpSync(join(SOURCES, source, 'testdata'), folder, { recursive: true });
  return filesBelow(folder).reduce((sum, path) => sum + plantFile(path), 0);
};

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

export const filesBelow = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
