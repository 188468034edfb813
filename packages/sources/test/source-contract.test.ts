import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SOURCES, sourceById } from '../src/registry.ts';
import { rootsBelow, sourceContract } from './source-contract.test-kit.ts';

const SRC = join(import.meta.dirname, '../src');

describe('registry', () => {
  it('has every source that there is a folder of, under its own id', () => {
    const folders = readdirSync(SRC).filter((name) => existsSync(join(SRC, name, 'source.ts')));
    expect(SOURCES.map(({ id }) => id).sort()).toEqual(folders.sort());
    for (const source of SOURCES) expect(sourceById(source.id)).toBe(source);
    expect(sourceById('constructor')).toBeUndefined();
  });
});

for (const source of SOURCES) {
  const folder = join(SRC, source.id);
  sourceContract(source, folder, rootsBelow(source, join(folder, 'testdata')));
}
