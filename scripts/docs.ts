// Writes the generated pages of docs/: errors.md, cli.md and schemas/*.json. A test compares them with what is committed.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedPages } from '../packages/cli/src/docs/pages.ts';

const docs = join(import.meta.dirname, '../docs');
const pages = generatedPages();
mkdirSync(join(docs, 'schemas'), { recursive: true });
for (const name of readdirSync(join(docs, 'schemas')))
  if (!pages.has(`schemas/${name}`)) rmSync(join(docs, 'schemas', name));
for (const [path, text] of pages) {
  mkdirSync(dirname(join(docs, path)), { recursive: true });
  writeFileSync(join(docs, path), text);
}
console.log(`${pages.size} pages written to docs/`);
