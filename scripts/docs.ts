// Writes the generated pages of docs/ (errors.md, cli.md, schemas/*.json) and packages/api/openapi.json. Tests compare them
// with what is committed.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openApiDocument } from '../packages/api/src/openapi.ts';
import { generatedPages } from '../packages/cli/src/docs/pages.ts';
import { VERSION } from '../packages/cli/src/version.ts';

const docs = join(import.meta.dirname, '../docs');
const pages = generatedPages();
mkdirSync(join(docs, 'schemas'), { recursive: true });
for (const name of readdirSync(join(docs, 'schemas')))
  if (!pages.has(`schemas/${name}`)) rmSync(join(docs, 'schemas', name));
for (const [path, text] of pages) {
  mkdirSync(dirname(join(docs, path)), { recursive: true });
  writeFileSync(join(docs, path), text);
}
writeFileSync(
  join(docs, '../packages/api/openapi.json'),
  `${JSON.stringify(openApiDocument(VERSION), null, 2)}\n`,
);
console.log(`${pages.size} pages written to docs/`);
