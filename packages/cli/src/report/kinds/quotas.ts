import { QUOTA_KINDS } from '@meterline/core';
import { choice, count, instant, list, nullable, object, type TypeOf } from '../shape.ts';

export const quotasShape = list(
  object({
    kind: choice(QUOTA_KINDS),
    limit: nullable(count('Of the whole window.')),
    remaining: nullable(count('Left after the call.')),
    resetAt: nullable(instant('When it is whole again.')),
  }),
  "What the answer's headers said is left of the provider's limits; empty where nothing.",
);

export type JsonQuotas = TypeOf<typeof quotasShape>;
