import { type Fault, fail, ok, type Result } from '@meterline/core';
import type { Source } from '@meterline/sources';
import { closestName } from '../config/closest-name.ts';
import type { ImportOptions } from '../meterline.ts';
import { adoptPaths } from './adopt-paths.ts';
import { discoverSource, type Looking, noFindings, rootsOf } from './discover.ts';
import type { SourceFindings } from './importer.ts';

export interface Work {
  readonly bySource: readonly SourceFindings[];
  readonly faults: readonly Fault[];
}

/** What an import is to look at: the named paths, else the roots of the chosen sources. */
export const findWork = async (
  sources: readonly Source[],
  options: Pick<ImportOptions, 'only' | 'paths' | 'columns'>,
  looking: Looking,
): Promise<Result<Work>> => {
  const chosen = chooseSources(sources, options.only, looking);
  if (!chosen.ok) return chosen;
  if (options.paths && options.paths.length > 0) {
    // Named files are read whatever the configuration says of their source.
    const candidates = options.only ? chosen.value : sources;
    return ok(
      await adoptPaths(options.paths, candidates, options.only !== undefined, options.columns, looking),
    );
  }
  const bySource = chosen.value.map((source) => {
    const roots = rootsOf(source, looking);
    const findings = noFindings();
    discoverSource(source, roots, looking, findings);
    return { source, roots, findings };
  });
  return ok({ bySource, faults: [] });
};

/** The sources of that name, or all that are enabled. */
export const chooseSources = (
  sources: readonly Source[],
  only: readonly string[] | undefined,
  { config }: Pick<Looking, 'config'>,
): Result<readonly Source[]> => {
  if (!only) return ok(sources.filter((source) => config.sources[source.id]?.enabled !== false));
  const ids = sources.map((source) => source.id);
  const unknown = only.find((id) => !ids.includes(id));
  if (unknown === undefined) return ok(sources.filter((source) => only.includes(source.id)));
  const meant = closestName(unknown, ids);
  return fail(
    'SOURCE_UNKNOWN',
    `There is no source ${unknown}; sources are ${ids.join(', ')}.`,
    meant ? `Did you mean ${meant}?` : undefined,
  );
};
