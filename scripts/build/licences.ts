import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** A package whose code is in what we publish. */
export interface Licence {
  readonly name: string;
  readonly version: string;
  /** As the package says it, such as `MIT`. */
  readonly identifier: string;
  readonly text: string;
}

/** The packages that ended up in the bundle of the command. */
export const bundledLicences = (root: string, metafile: Metafile): readonly Licence[] => {
  const names = Object.keys(metafile.inputs).flatMap((path) => {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
    return match?.[1] === undefined ? [] : [match[1]];
  });
  return [...new Set(names)].map((name) => licenceOf(join(root, 'node_modules', name)));
};

const licenceOf = (folder: string): Licence => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license: string;
  };
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return {
    name: manifest.name,
    version: manifest.version,
    identifier: manifest.license,
    text: file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim(),
  };
};

/** The packages that ended up in the dashboard, as its build noted them. */
export const dashboardLicences = (webDist: string): readonly Licence[] =>
  (JSON.parse(readFileSync(join(webDist, '.vite/licences.json'), 'utf8')) as Partial<Licence>[])
    .map(({ name = '', version = '', identifier = '', text = '' }) => ({
      name,
      version,
      identifier,
      text: text.trim(),
    }))
    .filter(({ name }) => !name.startsWith('@meterline/'));

/** Each package once, in alphabetical order. */
export const licencesText = (licences: readonly Licence[]): string =>
  [...new Map(licences.map((licence) => [`${licence.name} ${licence.version}`, licence]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, { identifier, text }]) => `${title} (${identifier})\n${text === '' ? '' : `\n${text}\n`}`)
    .join(`\n${'-'.repeat(80)}\n\n`);
