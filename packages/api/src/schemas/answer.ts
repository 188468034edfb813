import { z } from '@hono/zod-openapi';
import { instant, list, text } from './primitives.ts';

export const range = z
  .object({
    from: instant('Inclusive; null without a beginning.').nullable(),
    to: instant('Exclusive; null without an end.').nullable(),
    period: text('The name it was asked for by, if it was.').nullable(),
  })
  .openapi('Range');

/** What every answer about a time says: the zone of its days, when it was made, and the range that was meant. */
export const answered = {
  zone: text('IANA zone of every day here.'),
  now: instant('When this was answered.'),
  range,
};

export const previousRange = z.object({ from: instant(), to: instant() }).nullable().openapi({
  description: 'What it is compared with: the same part of the period before. null: no such period.',
});

/** RFC 9457, from the one table of errors. */
export const problem = z
  .object({
    type: text('Address of the explanation.'),
    title: text('What kind of error this is.'),
    status: z.int(),
    detail: text('What is wrong, and where.').optional(),
    hint: text('What to do about it.').optional(),
    code: text('Stable code, as in docs/errors.md.'),
    issues: list(z.object({ name: text('Parameter or field.'), message: text() }))
      .optional()
      .openapi({ description: 'What is wrong with each parameter.' }),
  })
  .openapi('Problem');
