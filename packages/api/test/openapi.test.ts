import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApiDocument, ROUTES } from '../src/index.ts';

const committed = JSON.parse(readFileSync(join(import.meta.dirname, '../openapi.json'), 'utf8'));

describe('the OpenAPI document', () => {
  it('is the committed one: `npm run docs:build` writes it anew', () => {
    expect(JSON.parse(JSON.stringify(openApiDocument(committed.info.version)))).toEqual(committed);
  });

  it('holds every route, and each says what it refuses', () => {
    for (const route of Object.values(ROUTES)) {
      const operation = committed.paths[route.path]?.[route.method];
      expect(operation, `${route.method} ${route.path}`).toBeDefined();
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['200', '400', '503']));
    }
  });

  it('describes each parameter', () => {
    const bare = Object.entries<Record<string, { parameters?: { name: string; description?: string }[] }>>(
      committed.paths,
    ).flatMap(([path, methods]) =>
      Object.values(methods).flatMap(({ parameters = [] }) =>
        parameters.filter(({ description }) => !description).map(({ name }) => `${path} ${name}`),
      ),
    );
    expect(bare).toEqual([]);
  });
});
