import { z } from '@hono/zod-openapi';
import { unpricedModel } from '../schemas/price.ts';
import { choice, count, instant, list, nanoUsd, orNull, text, yes } from '../schemas/primitives.ts';
import { asked } from '../schemas/question.ts';
import { reads, readsCsv, writes } from './route.ts';

const fault = z.object({ code: text(), message: text(), hint: text().nullable() }).openapi('Fault');

const sourceRow = z
  .object({
    id: text(),
    name: text(),
    state: choice(['found', 'empty', 'absent', 'disabled'], 'empty: its folder is there, without logs.'),
    roots: list(
      z.object({
        path: text(),
        exists: yes(),
        configured: yes('From meterline.toml.'),
        files: count(),
      }),
    ),
    files: count(),
    modifiedAt: instant('Latest change of a file.').nullable(),
    calls: count('In the ledger.'),
    firstAt: instant().nullable(),
    lastAt: instant().nullable(),
    issues: count(),
    unseen: list(text(), 'What the program bills but writes nowhere.'),
    faults: list(fault),
  })
  .openapi('SourceRow');

export const sources = reads({
  path: '/sources',
  summary: 'What is read, from where, and how far',
  query: z.object({}),
  answer: z.object({ zone: text(), now: instant(), rows: list(sourceRow) }),
});

export const sourcesCsv = readsCsv({ path: '/sources.csv', summary: 'The same as CSV', query: z.object({}) });

const issuesQuery = z.object({
  source: z.string().max(100).optional().openapi({ description: 'Only those of one source.' }),
});

export const issues = reads({
  path: '/issues',
  summary: 'Lines and files that were skipped or are doubted, with reasons',
  query: issuesQuery,
  answer: z.object({
    rows: list(
      z.object({
        source: text(),
        file: text(),
        code: text(),
        meaning: text('The code in words.'),
        count: count(),
        firstAt: count('Byte offset, row number, or 0 for the whole file.'),
        detail: text().nullable(),
      }),
    ),
    count: count('Issues in all.'),
  }),
});
export const issuesCsv = readsCsv({ path: '/issues.csv', summary: 'The same as CSV', query: issuesQuery });

export const unpriced = reads({
  path: '/unpriced',
  summary: 'Models without a price, with likely relatives',
  query: z.object(asked),
  answer: z.object({
    rows: list(
      unpricedModel.extend({
        like: list(text(), 'Priced models with a similar name: a price to start from.'),
      }),
    ),
  }),
});

export const unpricedCsv = readsCsv({
  path: '/unpriced.csv',
  summary: 'The same as CSV',
  query: z.object(asked),
});

export const overlaps = reads({
  path: '/overlaps',
  summary: 'Calls that two roads may both have told of: alike, without an id that proves it',
  query: z.object({}),
  answer: z.object({
    zone: text(),
    now: instant(),
    from: instant('Calls since then were compared.'),
    rows: list(
      z
        .object({
          tellers: list(text(), 'Two: an app, or an app and its road (`codex by otlp`).'),
          calls: count(),
          listNanoUsd: nanoUsd('At API list price: so much may be counted twice.'),
          firstAt: instant(),
          log: text('The source among them that can be left unread: `meterline disconnect ID`.').nullable(),
        })
        .openapi('Overlap'),
    ),
  }),
});

const importState = z
  .object({
    phase: choice(['starting', 'discovering', 'reading', 'watching', 'idle', 'failed']),
    filesDone: count(),
    filesTotal: count(),
    bytesDone: count(),
    bytesTotal: count(),
    calls: count('Read so far in this import.'),
    sources: list(z.object({ id: text(), name: text(), files: count() }), 'Those that have logs here.'),
    finishedAt: instant('When the last whole import ended.').nullable(),
    fault: orNull(fault),
  })
  .openapi('ImportState');

export const status = reads({
  path: '/status',
  summary: 'This process: version, zone, import progress, size of the ledger',
  query: z.object({}),
  answer: z.object({
    name: z.literal('meterline'),
    version: text(),
    demo: yes('Made-up data.'),
    startedAt: instant(),
    now: instant(),
    zone: text(),
    watching: yes(),
    import: importState,
    ledger: z
      .object({
        calls: count(),
        sessions: count(),
        firstAt: instant().nullable(),
        lastAt: instant().nullable(),
        sizeBytes: count(),
      })
      .nullable()
      .openapi({ description: 'null while it cannot be read.' }),
    ledgerFault: orNull(fault),
    issues: count(),
    currency: z.object({ code: text(), perUsd: text('Decimal: units for one US dollar.') }),
    bookVersion: text(),
  }),
});

export const scan = writes({
  method: 'post',
  path: '/scan',
  summary: 'Look for new logs now',
  body: z.object({}).strict(),
  answer: z.object({ import: importState }),
});

export { fault, importState };
