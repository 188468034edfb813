import { createHash } from 'node:crypto';
import {
  formatUsd,
  ISSUE_CODES,
  type IssueCode,
  jsonToEvent,
  MeterlineError,
  type UsageEvent,
} from '@meterline/core';
import type { Meterline } from '@meterline/server';
import { callJsonOf } from '../arguments/call-json.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { plural } from '../render/number.ts';
import { plain } from '../render/text.ts';

const EXIT_SKIPPED = 5;

export const run = (invocation: Invocation): Promise<number> => {
  const dryRun = invocation.flags.on('dry-run');
  return withMeterline(
    invocation,
    (meterline) =>
      invocation.operands[0] === '-' ? logLines(invocation, meterline) : logOne(invocation, meterline),
    { write: !dryRun },
  );
};

interface Trouble {
  readonly code: IssueCode;
  readonly field: string;
}

/** Reads calls of one input. Equal ones without an id are told apart by their place, so the same input twice adds nothing. */
const intake = (): {
  readonly read: (value: unknown) => { event: UsageEvent | undefined; troubles: readonly Trouble[] };
} => {
  const seen = new Map<string, number>();
  return {
    read: (value) => {
      const troubles: Trouble[] = [];
      const event = jsonToEvent(value, {
        source: 'jsonl',
        capture: 'import',
        contentKey: (content) => {
          const hash = createHash('sha256').update(content).digest('hex').slice(0, 32);
          const ordinal = seen.get(hash) ?? 0;
          seen.set(hash, ordinal + 1);
          return `log:${hash}:${ordinal}`;
        },
        onIssue: (code, field) => troubles.push({ code, field }),
        onUnknown: (field) => troubles.push({ code: 'BAD_FIELD', field }),
      });
      return { event, troubles };
    },
  };
};

const troubleText = ({ code, field }: Trouble): string =>
  code === 'BAD_JSON' ? 'not valid JSON' : `${field}: ${ISSUE_CODES[code].replace(/\.$/, '')}`;

/** What was typed is refused whole when a part of it cannot be used. */
const logOne = async (invocation: Invocation, meterline: Meterline): Promise<number> => {
  const { event, troubles } = intake().read(callJsonOf(invocation.flags, meterline.zone, invocation.now));
  const [trouble] = troubles;
  if (event === undefined || trouble !== undefined)
    throw new MeterlineError({
      code: 'USAGE_FLAG_INVALID',
      message:
        trouble === undefined
          ? 'The call cannot be used.'
          : `The call cannot be used: ${troubleText(trouble)}.`,
      hint: 'A call needs --provider, --model and some tokens, such as --input 1200 --output 300.',
    });
  const priced = meterline.price(event);
  const dryRun = invocation.flags.on('dry-run');
  const result = dryRun ? undefined : await meterline.ledger.append({ events: [priced] });
  const cost = priced.cost.listNanoUsd === undefined ? 'not priced' : formatUsd(priced.cost.listNanoUsd);
  const what = `${priced.modelCanonical}, ${cost} at API list price`;
  const { out } = invocation.shell;
  const { paint } = invocation.screen;
  if (invocation.flags.on('json'))
    await out.write(
      `${JSON.stringify({ stored: !dryRun, added: result?.added ?? 0, merged: result?.merged ?? 0 })}\n`,
    );
  else if (result === undefined)
    await out.write(`${paint.good('Priced:')} ${plain(what)}. Nothing was stored.\n`);
  else if (result.added > 0) await out.write(`${paint.good('Recorded:')} ${plain(what)}\n`);
  else
    await out.write(
      `${paint.good('Known already:')} ${plain(what)}${result.merged > 0 ? ', now known better' : ''}\n`,
    );
  return 0;
};

const NOT_JSON = { event: undefined, troubles: [{ code: 'BAD_JSON' as const, field: 'JSON' }] };

const BATCH = 1_000;

/** Lines of standard input: bad ones are told and passed over, the rest is recorded. */
const logLines = async (invocation: Invocation, meterline: Meterline): Promise<number> => {
  const { shell, screen, flags } = invocation;
  const { read } = intake();
  const lines = (await shell.readInput()).split('\n');
  let [added, merged, skipped] = [0, 0, 0];
  let batch: UsageEvent[] = [];
  const flush = async (): Promise<void> => {
    const events = batch.map((event) => meterline.price(event));
    batch = [];
    if (flags.on('dry-run')) return;
    const result = await meterline.ledger.append({ events });
    added += result.added;
    merged += result.merged;
  };
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const value = parsed(line);
    const { event, troubles } = value === undefined ? NOT_JSON : read(value);
    for (const trouble of troubles)
      await shell.err.write(`${screen.paint.warn(`line ${index + 1}: ${troubleText(trouble)}`)}\n`);
    if (event === undefined) skipped += 1;
    else batch.push(event);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  const said = [
    plural(added, 'new call'),
    ...(merged > 0 ? [`${merged} known better`] : []),
    ...(skipped > 0 ? [`${plural(skipped, 'line')} skipped`] : []),
  ];
  await shell.out.write(
    flags.on('json') ? `${JSON.stringify({ added, merged, skipped })}\n` : `${said.join(', ')}\n`,
  );
  return skipped > 0 ? EXIT_SKIPPED : 0;
};

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
