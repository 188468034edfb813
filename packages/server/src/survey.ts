import { setImmediate as otherWork } from 'node:timers/promises';
import type { Source } from '@meterline/sources';
import { discoverIn, fsFor, type Looking, noFindings } from './import/discover.ts';
import type { SourceSurvey } from './meterline.ts';

/** All sources, one after the other: folders are looked through without letting go of the thread, so others wait for one. */
export const surveyAll = async (
  sources: readonly Source[],
  looking: Looking,
): Promise<readonly SourceSurvey[]> => {
  const surveys: SourceSurvey[] = [];
  for (const source of sources) {
    surveys.push(surveySource(source, looking));
    await otherWork();
  }
  return surveys;
};

type RootSurvey = SourceSurvey['roots'][number];

/** What lies on the machine for one source; nothing is opened but what discovery itself looks at. */
const surveySource = (source: Source, looking: Looking): SourceSurvey => {
  const config = looking.config.sources[source.id];
  const findings = noFindings();
  const known = source.roots(looking.env, fsFor(source, looking, findings));
  const configured = (config?.roots ?? []).filter((root) => !known.includes(root));
  const look = (path: string, own: boolean): RootSurvey => surveyRoot(source, path, own, looking, findings);
  const roots = [...known.map((path) => look(path, false)), ...configured.map((path) => look(path, true))];
  return {
    id: source.id,
    name: source.name,
    enabled: config?.enabled !== false,
    roots,
    faults: findings.faults,
  };
};

const surveyRoot = (
  source: Source,
  path: string,
  configured: boolean,
  looking: Looking,
  findings: ReturnType<typeof noFindings>,
): RootSurvey => {
  const fs = fsFor(source, looking, findings);
  const files = { lines: 0, document: 0, database: 0 };
  let modifiedAt = 0;
  if (fs.stat(path) === undefined) return { path, exists: false, configured, files };
  for (const file of discoverIn(source, path, fs, findings)) {
    const kind = source.readers[file.reader]?.kind;
    if (kind) files[kind]++;
    modifiedAt = Math.max(modifiedAt, fs.stat(file.path)?.modifiedAt ?? 0);
  }
  return { path, exists: true, configured, files, ...(modifiedAt > 0 ? { modifiedAt } : {}) };
};
