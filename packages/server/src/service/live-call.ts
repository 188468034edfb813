import type { z } from '@hono/zod-openapi';
import type { liveCall } from '@meterline/api';
import type { StoredCall } from '@meterline/store';
import { callRow } from '../report/call-row.ts';

/** A call as the event stream tells it: what lists of calls show, when it came, and whether it was known before. */
export type LiveCall = z.output<typeof liveCall>;

export const liveCallOf = (call: StoredCall, merged: boolean, recordedAt: number): LiveCall => ({
  ...callRow(call),
  recordedAt,
  merged,
});
