import { z } from '@hono/zod-openapi';
import {
  type Dimension,
  type Filter,
  INTERVALS,
  isZone,
  MAX_FILTERS,
  PERIODS,
  parseDimension,
  parseFilter,
  type Result,
} from '@meterline/core';

/** The query parameters that ask: of which time, and of which calls. They read as the options of the command line. */

const MAX_DIMENSIONS = 6;
const MAX_TEXT = 512;

/** A fault of core's parsers becomes an issue of the parameter. */
const unwrap = <T>(result: Result<T>, context: z.RefinementCtx): T => {
  if (result.ok) return result.value;
  const { message, hint } = result.fault;
  context.addIssue({ code: 'custom', message: hint === undefined ? message : `${message} ${hint}` });
  return z.NEVER;
};

/** `where=model=gpt-5.5`, any number of times. */
export const where = z
  .union([z.string().max(MAX_TEXT), z.array(z.string().max(MAX_TEXT)).max(MAX_FILTERS)])
  .optional()
  .transform((given, context): readonly Filter[] => {
    const texts = given === undefined ? [] : typeof given === 'string' ? [given] : given;
    return texts.map((one) => unwrap(parseFilter(one), context));
  })
  .openapi({
    type: 'array',
    items: { type: 'string' },
    description:
      'DIM=VALUE or DIM!=VALUE, any number of times; values of one dimension with = are alternatives. An empty value means not set.',
    example: ['app=codex'],
  });

export const zone = z
  .string()
  .max(64)
  .refine(isZone, 'Must be an IANA time zone such as Europe/Zurich.')
  .optional()
  .openapi({ description: 'IANA zone of the days; default the configured one.', example: 'Europe/Zurich' });

/** Who asks what: the start of every report's parameters. Which of `from`, `to` and `period` wins is the server's. */
export const asked = {
  period: z.enum(PERIODS).optional().openapi({
    description: 'A named time that ends now, in days of the zone. Not together with from and to.',
  }),
  from: z
    .string()
    .max(MAX_TEXT)
    .optional()
    .openapi({ description: 'First day or instant: 2026-11-01, an ISO instant, or UTC milliseconds.' }),
  to: z
    .string()
    .max(MAX_TEXT)
    .optional()
    .openapi({ description: 'Last day (included) or an instant (excluded).' }),
  zone,
  where,
};

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** `by=project,model` */
export const by = z
  .string()
  .max(MAX_TEXT)
  .optional()
  .transform((text, context): readonly Dimension[] => {
    const words = [...new Set(listed(text ?? ''))];
    if (words.length > MAX_DIMENSIONS)
      context.addIssue({ code: 'custom', message: `At most ${MAX_DIMENSIONS} dimensions.` });
    return words.slice(0, MAX_DIMENSIONS).map((word) => unwrap(parseDimension(word), context));
  })
  .openapi({
    type: 'string',
    description: 'Dimensions to group by, separated by commas.',
    example: 'project,model',
  });

/** One dimension. */
export const dimension = z
  .string()
  .max(MAX_TEXT)
  .transform((word, context): Dimension => unwrap(parseDimension(word), context))
  .openapi({
    type: 'string',
    description: 'One dimension; without it all calls are one group.',
    example: 'model',
  });

export const interval = z
  .enum(INTERVALS)
  .openapi({ description: 'Length of a bucket, by the calendar of the zone.' });

export const metric = z
  .enum(['cost', 'tokens', 'calls'])
  .openapi({ description: 'What is largest first: cost at list price, tokens, or calls.' });

export const compare = z
  .enum(['previous', 'none'])
  .openapi({ description: 'previous: the same part of the period before stands beside every figure.' });

/** A whole number in a query string. */
export const whole = (min: number, max: number, about: string) =>
  z.coerce
    .number()
    .pipe(z.int().min(min).max(max))
    .openapi({ type: 'integer', minimum: min, maximum: max, description: about });

export const search = z.string().max(200).optional().openapi({ description: 'Part of a name, in any case.' });
