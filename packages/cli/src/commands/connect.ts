import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MeterlineError } from '@meterline/core';
import { configPath, loadConfig, type Meterline, setConfig } from '@meterline/server';
import { SOURCES } from '@meterline/sources';
import { sourceNamed } from '../arguments/source.ts';
import type { Invocation } from '../program/invocation.ts';
import { homeOf, withMeterline } from '../program/open.ts';
import { progressLine } from '../render/progress.ts';
import { type ConnectFacts, connectReport } from '../report/connect-report.ts';
import { emit } from '../report/emit.ts';
import { connectClient, roadOf } from './connect-client.ts';

const IDS = SOURCES.map(({ id }) => id);

/** By its logs, or with `--otel` and `--gateway` by its own configuration. */
export const run = async (invocation: Invocation): Promise<number> => {
  const road = roadOf(invocation);
  return road === undefined ? connectLogs(invocation) : connectClient(invocation, road);
};

const connectLogs = async (invocation: Invocation): Promise<number> => {
  const source = sourceNamed(invocation.operands[0] ?? '', SOURCES);
  const added = folderOf(invocation);
  register(invocation, source.id, added);
  return withMeterline(
    invocation,
    async (meterline) => {
      await emit(invocation, connectReport(await see(invocation, meterline, source, added)));
      return 0;
    },
    { write: true },
  );
};

const folderOf = ({ flags, shell }: Invocation): string | undefined => {
  const given = flags.text('path');
  if (given === undefined) return undefined;
  const path = resolve(shell.cwd, given);
  if (statSync(path, { throwIfNoEntry: false }) === undefined)
    throw new MeterlineError({
      code: 'SOURCE_FILE_UNREADABLE',
      message: `--path ${given}: there is no such folder.`,
    });
  if (path.includes(','))
    throw new MeterlineError({
      code: 'USAGE_FLAG_INVALID',
      message: `--path ${given} has a comma in it, which meterline.toml separates folders by.`,
      hint: 'Connect a symbolic link to it.',
    });
  return path;
};

/** Writes meterline.toml, and nothing else. */
const register = (invocation: Invocation, id: string, added: string | undefined): void => {
  const path = configPath(homeOf(invocation));
  const loaded = loadConfig(homeOf(invocation), IDS);
  if (!loaded.ok) throw new MeterlineError(loaded.fault);
  const known = loaded.value.sources[id];
  const set = (key: string, value: string): void => {
    const edited = setConfig(path, { key: `sources.${id}.${key}`, value }, IDS);
    if (!edited.ok) throw new MeterlineError(edited.fault);
  };
  if (known?.enabled === false) set('enabled', 'true');
  const roots = known?.roots ?? [];
  if (added !== undefined && !roots.includes(added)) set('roots', [...roots, added].join(','));
};

/** Imports from the source alone and asks the ledger who is in it. */
const see = async (
  { shell, now }: Invocation,
  meterline: Meterline,
  source: Meterline['sources'][number],
  added: string | undefined,
): Promise<ConnectFacts> => {
  const { ledger, zone } = meterline;
  const progress = progressLine(shell);
  const report = await meterline
    .import({ only: [source.id], onProgress: progress.onProgress, signal: shell.interrupted })
    .finally(progress.clear);
  const where = [{ dimension: 'source', op: '=', value: source.id }] as const;
  const agents = await ledger.usage({ zone, where, by: ['agent'] });
  const sessions = await ledger.usage({ zone, where, by: ['agent', 'app', 'session'] });
  const survey = (await meterline.survey()).find(({ id }) => id === source.id);
  return {
    source,
    added,
    report,
    agents,
    sessions: sessions.rows,
    survey,
    zone,
    now,
    home: meterline.world.env.home,
  };
};
