import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The house rules, as a test: what a reviewer would otherwise say again and again. */
const root = resolve(import.meta.dirname, '..');

/** Which package may import which (docs/architecture.md). Anything else is an arrow against the flow of data. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: [],
  prices: ['core'],
  sources: ['core'],
  store: ['core'],
  api: ['core'],
  gateway: ['core'],
  sdk: ['core'],
  web: ['core', 'api'],
  server: ['core', 'api', 'gateway', 'prices', 'sources', 'store'],
  cli: ['core', 'prices', 'sources', 'store', 'server'],
};
/** Folders whose children are siblings: none may import another. */
const SIBLINGS: Record<string, readonly string[]> = {
  'packages/sources/src': ['read', 'transcript-family'],
  'packages/store/src': ['call', 'facts', 'plan', 'query', 'reprice', 'totals'],
  'packages/web/src/pages': [],
};
const MAX_FILE_LINES = 600;
const MAX_FUNCTION_LINES = 70;
const MEDIAN_FUNCTION_LINES = 12;
const VAGUE_NAMES = /(^|[-_.])(utils?|helpers?|common|manager|misc)([-_.]|$)/i;

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const code = tracked.filter((path) => /\.(ts|tsx|mjs)$/.test(path));
const product = code.filter(
  (path) => /^packages\/[^/]+\/src\//.test(path) && !/\.(test|test-kit)\.ts$/.test(path),
);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const importsOf = (path: string): string[] =>
  [...read(path).matchAll(/(?:from\s+|import\s*\(?\s*)'([^']+)'/g)].map((match) => match[1] ?? '');

describe('the import table', () => {
  it('lets packages import only in the direction of the data', () => {
    const wrong: string[] = [];
    for (const path of product) {
      const self = path.split('/')[1] ?? '';
      for (const target of importsOf(path)) {
        const other = /^@meterline\/([a-z]+)/.exec(target)?.[1];
        if (other && other !== self && !MAY_IMPORT[self]?.includes(other)) wrong.push(`${path} → ${target}`);
        const crosses =
          target.startsWith('.') &&
          !resolve(root, dirname(path), target).startsWith(join(root, 'packages', self));
        if (crosses) wrong.push(`${path} → ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('keeps siblings apart: no source imports a source, no page a page', () => {
    const wrong: string[] = [];
    for (const [folder, shared] of Object.entries(SIBLINGS)) {
      for (const path of product.filter((file) => file.startsWith(`${folder}/`))) {
        const own = path.slice(folder.length + 1).split('/');
        if (own.length < 2 || shared.includes(own[0] ?? '')) continue;
        for (const target of importsOf(path).filter((name) => name.startsWith('.'))) {
          const inside = relative(join(root, folder), resolve(root, dirname(path), target)).split('/');
          if (inside.length > 1 && !['..', own[0], ...shared].includes(inside[0] ?? ''))
            wrong.push(`${path} → ${target}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('keeps core pure and hands the world in: no file system, clock, chance or environment of their own', () => {
    const pure = product.filter((path) => /^packages\/(core|sources|prices)\/src\//.test(path));
    const wrong = pure.flatMap((path) => [
      ...importsOf(path)
        .filter((name) =>
          path.startsWith('packages/core/')
            ? /^node:/.test(name)
            : /^node:(fs|child_process|net|http|os|sqlite|worker)/.test(name),
        )
        .map((name) => `${path} imports ${name}`),
    ]);
    const worldly = product
      .filter((path) => !/^packages\/cli\/src\/main\.ts$/.test(path))
      .filter((path) => /\bDate\.now\(\)|\bnew Date\(\)|\bMath\.random\(\)/.test(withoutComments(read(path))))
      .map((path) => `${path} reads the clock or chance`);
    expect([...wrong, ...worldly]).toEqual([]);
  });
});

describe('size and names', () => {
  it(`keeps files under ${MAX_FILE_LINES} lines`, () => {
    const long = code.filter((path) => read(path).split('\n').length > MAX_FILE_LINES);
    expect(long).toEqual([]);
  });

  it(`keeps functions under ${MAX_FUNCTION_LINES} lines, and small in the middle`, () => {
    const functions = product.flatMap(functionsOf);
    expect(functions.filter(({ lines }) => lines > MAX_FUNCTION_LINES)).toEqual([]);
    const sorted = functions.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(MEDIAN_FUNCTION_LINES);
  });

  it('has no file whose name says nothing', () => {
    expect(code.filter((path) => VAGUE_NAMES.test(basename(path)))).toEqual([]);
  });

  it('has no file that nothing uses', () => {
    const everything =
      code.map(read).join('\n') +
      read('package.json') +
      tracked
        .filter((path) => path.endsWith('package.json'))
        .map(read)
        .join('\n');
    const unused = product
      .filter((path) => !/\/(index|main)\.tsx?$/.test(path))
      .filter((path) => !everything.includes(`/${basename(path)}`));
    expect(unused).toEqual([]);
  });
});

describe('finished work', () => {
  it('leaves nothing open and no test switched off', () => {
    const self = 'test/tidy.test.ts';
    const open = code
      .filter((path) => path !== self)
      .filter((path) => /\b(TODO|FIXME|XXX)\b|\b(it|test|describe)\.(only|skip|todo)\(/.test(read(path)));
    expect(open).toEqual([]);
  });

  it('pins every dependency exactly and gives each its line in docs/dependencies.md', () => {
    const earned = read('docs/dependencies.md');
    const wrong: string[] = [];
    for (const path of tracked.filter(
      (file) => /(^|\/)package\.json$/.test(file) && !file.includes('testdata'),
    )) {
      const manifest = JSON.parse(read(path)) as Record<string, Record<string, string> | undefined>;
      for (const [name, version] of [
        ...Object.entries(manifest.dependencies ?? {}),
        ...Object.entries(manifest.devDependencies ?? {}),
      ]) {
        if (!/^\d+\.\d+\.\d+/.test(version)) wrong.push(`${path}: ${name} is not pinned (${version})`);
        if (!name.startsWith('@meterline/') && !earned.includes(`\`${name}\``))
          wrong.push(`docs/dependencies.md does not mention ${name}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('publishes a CLI without dependencies or install scripts', () => {
    const manifest = JSON.parse(read('packages/cli/package.json')) as {
      dependencies?: object;
      scripts?: Record<string, string>;
    };
    expect(manifest.dependencies).toBeUndefined();
    expect(Object.keys(manifest.scripts ?? {}).filter((name) => /^(pre|post)?install$/.test(name))).toEqual(
      [],
    );
  });

  it('has a lock file that names no host', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": *"http/);
  });
});

describe('documentation where the knowledge is', () => {
  it('has a README in every source', () => {
    const sources = readdirSync(join(root, 'packages/sources/src'), { withFileTypes: true })
      .filter(
        (entry) =>
          entry.isDirectory() && existsSync(join(root, 'packages/sources/src', entry.name, 'source.ts')),
      )
      .map((entry) => entry.name);
    expect(sources.length).toBeGreaterThan(10);
    expect(
      sources.filter((name) => !existsSync(join(root, 'packages/sources/src', name, 'README.md'))),
    ).toEqual([]);
  });
});

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');

/**
 * Functions with a block body, by indentation: the formatter puts the closing brace of a block under the line that
 * opened it, so no parser is needed.
 */
function functionsOf(path: string): { path: string; line: number; lines: number }[] {
  const lines = read(path).split('\n');
  const found: { path: string; line: number; lines: number }[] = [];
  for (const [index, line] of lines.entries()) {
    const opens =
      /(=>|\bfunction\b.*|^\s*(?!if|for|while|switch|catch|else|return)(?:[a-z]\w*\s+)*#?\w+\(.*\)(?::.*)?) \{$/.test(
        line,
      ) || /^\s*\): .* (=> )?\{$/.test(line);
    if (!opens || /^\s*(if|for|while|switch|\} else|else|do|try)\b/.test(line)) continue;
    const indent = line.length - line.trimStart().length;
    const end = lines.findIndex(
      (other, at) =>
        at > index && other.length - other.trimStart().length === indent && other.trimStart().startsWith('}'),
    );
    if (end > 0) found.push({ path, line: index + 1, lines: end - index + 1 });
  }
  return found;
}
