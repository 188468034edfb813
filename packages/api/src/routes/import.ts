import { createRoute, z } from '@hono/zod-openapi';
import { problem } from '../schemas/answer.ts';
import { count, instant, list, text } from '../schemas/primitives.ts';

const PROBLEM = { 'application/problem+json': { schema: problem } };
const FILE = { schema: z.string().openapi({ format: 'binary' }) };

const counts = {
  added: count('New in the ledger.'),
  merged: count('Known before, and now known better.'),
  unchanged: count('Known exactly so.'),
  issues: count('Lines that were skipped or are doubtful; `GET /issues` says why.'),
};

/** Takes a file of any size up to a limit, streamed; so it is not among `ROUTES`, whose bodies are validated as a whole. */
export const importFile = createRoute({
  method: 'post',
  path: '/import',
  summary: 'Import a log or an export',
  description:
    'The file as it is, or a form with one file (`curl -F file=@calls.jsonl`); packed with gzip or zstd if you like. What it is shows its content. Sent again it adds nothing. Needs no page token.',
  request: {
    query: z.object({
      name: text('Name of the file; sources read kinds and sessions out of names.').optional(),
      source: text('Id of a source, where the content should not decide.').optional(),
      map: text('Columns of a CSV: `time=Date,model=Model`. Repeatable.').optional(),
    }),
    body: { required: true, content: { 'application/octet-stream': FILE, 'multipart/form-data': FILE } },
  },
  responses: {
    200: {
      description: 'What it held',
      content: {
        'application/json': {
          schema: z.object({
            zone: text(),
            now: instant(),
            ...counts,
            bytesRead: count(),
            elapsedMs: z.number(),
            rows: list(z.object({ source: text(), name: text(), ...counts }), 'By source.'),
            faults: list(z.object({ code: text(), message: text() }), 'What could not be read of it.'),
          }),
        },
      },
    },
    400: { description: 'No source knows the file, or it is cut off.', content: PROBLEM },
    404: { description: 'There is no such source.', content: PROBLEM },
    413: { description: 'The file is too large.', content: PROBLEM },
    503: { description: 'The ledger cannot be written just now; send it again.', content: PROBLEM },
  },
});
