import { CALL_FIELDS, WITNESS_FIELDS } from '@meterline/core';
import { expect, it } from 'vitest';
import { sentCall, sentResponse } from './ingest.ts';

it('what may be sent is told field by field, and nothing else', () => {
  // An export's cost is passed over: a ledger prices for itself.
  const read = new Set<string>([...CALL_FIELDS, ...WITNESS_FIELDS, 'via']);
  read.delete('cost');
  expect(Object.keys(sentCall.shape).sort()).toEqual([...read].sort());
  read.delete('tokens');
  expect(Object.keys(sentResponse.shape).sort()).toEqual([...read, 'response'].sort());
});
