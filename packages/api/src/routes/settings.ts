import { z } from '@hono/zod-openapi';
import { isZone } from '@meterline/core';
import { count, text } from '../schemas/primitives.ts';
import { reads, writes } from './route.ts';

const settingsAnswer = z
  .object({
    zone: z.object({
      value: text('In force.'),
      configured: text('In meterline.toml; null: the machine decides.').nullable(),
      machine: text(),
    }),
    currency: z.object({ code: text('ISO 4217.'), perUsd: text('Decimal: units for one US dollar.') }),
    retentionDays: count('null: everything is kept.').nullable(),
    machine: text().nullable(),
    home: text('Data folder.'),
    configFile: text(),
    ledgerFile: text(),
    ledgerBytes: count(),
    billing: z.record(z.string(), z.enum(['api', 'plan'])),
    bookVersion: text(),
    bookDate: text(),
  })
  .openapi('Settings');

export const settings = reads({
  path: '/settings',
  summary: 'The settings in force, and where they are kept',
  query: z.object({}),
  answer: settingsAnswer,
});

/** Absent leaves a setting alone; null gives it back to its default. */
export const changeSettings = writes({
  method: 'patch',
  path: '/settings',
  summary: 'Change settings; written to meterline.toml',
  body: z
    .object({
      zone: z
        .string()
        .max(64)
        .refine(isZone, 'Must be an IANA time zone such as Europe/Zurich.')
        .nullable()
        .optional(),
      currency: z
        .object({
          code: z.string().regex(/^[A-Z]{3}$/, 'Must be a code of ISO 4217, such as EUR.'),
          perUsd: z.string().regex(/^\d{1,9}(\.\d{1,9})?$/, 'Must be a decimal such as 0.92.'),
        })
        .strict()
        .nullable()
        .optional(),
      retentionDays: z.int().min(1).max(36_500).nullable().optional(),
      machine: z.string().trim().min(1).max(100).nullable().optional(),
      billing: z.record(z.string().max(200), z.enum(['api', 'plan']).nullable()).optional(),
    })
    .strict(),
  answer: settingsAnswer,
});
