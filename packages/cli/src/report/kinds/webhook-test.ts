import type { ReportKind } from '../envelope.ts';
import { object, type TypeOf, text, yes } from '../shape.ts';

const row = object({
  key: object({ name: text() }),
  delivered: yes(),
  result: text('`HTTP 204`, `ECONNREFUSED` …'),
});
const totals = object({});

export const WEBHOOK_TEST: ReportKind<TypeOf<typeof row>, TypeOf<typeof totals>> = {
  name: 'webhook-test',
  about: 'What became of a test message (`meterline webhooks test`).',
  row,
  totals,
};
