import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENT_ROADS, connectionId, KNOWN_CLIENTS } from '@meterline/api/clients';
import { describe, expect, it } from 'vitest';
import { CLIENTS } from '../packages/cli/src/clients/clients.ts';
import { DEFAULT_PORT } from '../packages/server/src/http/serve.ts';
import { curlRequest, guide } from './doc-examples.ts';

/** The dashboard's page Connect, the guides and `meterline connect` say the same. */
const ADDRESS = `http://127.0.0.1:${DEFAULT_PORT}`;
const guideOf = (file: string) => guide(`connect/${file}`);

const connections = KNOWN_CLIENTS.flatMap((client) =>
  client.connections.map((connection) => ({ id: connectionId(client, connection), client, connection })),
);

describe('the clients', () => {
  it('have connections with names of their own', () => {
    const ids = connections.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(connections.map(({ connection }) => connection.road))).toEqual(new Set(CLIENT_ROADS));
  });

  it.each(connections.filter(({ connection }) => connection.lines !== undefined))(
    '$id has the lines that its guide shows',
    ({ client, connection }) => {
      const { text } = guideOf(client.guide);
      // As a block of its own, or within the words.
      expect(text).toContain(connection.lines?.(ADDRESS));
      if (connection.command !== undefined) expect(text).toContain(connection.command);
    },
  );

  it.each(connections.filter(({ connection }) => connection.lines !== undefined))(
    '$id leads to the address that it is given, and to no other',
    ({ connection }) => {
      const text = connection.lines?.('https://meter.example:8443') ?? '';
      expect(text).not.toContain('127.0.0.1');
      if (connection.road !== 'sdk') expect(text).toContain('https://meter.example:8443');
    },
  );

  it.each(
    connections.filter(({ connection }) => connection.recognised.source === 'gateway' && connection.lines),
  )('$id says who calls in the words by which its light knows it', ({ connection }) => {
    const text = connection.lines?.(ADDRESS) ?? '';
    for (const [, app] of text.matchAll(/\/with\/app=([^/]+)\//g))
      expect(app).toBe(connection.recognised.app);
  });
});

describe('the guides', () => {
  it('are all listed, and none is left over', () => {
    const files = readdirSync(join(import.meta.dirname, '../docs/guides/connect'));
    const { text } = guideOf('README.md');
    const listed = [...text.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, file]) => file);
    expect(listed.toSorted()).toEqual(files.filter((file) => file !== 'README.md').toSorted());
    expect(new Set(KNOWN_CLIENTS.map((client) => client.guide))).toEqual(new Set(listed));
  });

  it('have curl commands that can be sent', () => {
    const [, curl = '', events = ''] = guideOf('any-program.md').blocks('sh');
    const asked = curlRequest(curl.replace('$OPENAI_API_KEY', 'key'));
    expect(asked).toMatchObject({ url: `${ADDRESS}/openai/v1/chat/completions`, method: 'POST' });
    expect(JSON.parse(asked.body ?? '')).toMatchObject({ model: 'gpt-5.4' });
    expect(JSON.parse(curlRequest(events).body ?? '')).toMatchObject({
      tokens: { input: 1200, output: 150 },
    });
  });
});

describe('meterline connect', () => {
  it.each(CLIENTS.flatMap((client) => (['otel', 'gateway'] as const).map((road) => ({ client, road }))))(
    '$client.id by $road sets what the page shows',
    ({ client, road }) => {
      const known = KNOWN_CLIENTS.find(({ id }) => id === client.id);
      const connection = known?.connections.find((one) => one.road === road);
      const text = connection?.lines?.(ADDRESS) ?? '';
      for (const { path, value } of client.links[road].settings(ADDRESS)) {
        expect(text).toContain(path.at(-1));
        for (const word of wordsOf(value)) expect(text).toContain(word);
      }
      expect(connection?.command).toBe(`meterline connect ${client.id} --${road}`);
    },
  );
});

/** The texts, numbers and names in a value, which JSON, TOML and files of variables write alike. */
const wordsOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => [
        ...(Array.isArray(value) ? [] : [name]),
        ...wordsOf(inner),
      ])
    : [String(value)];
