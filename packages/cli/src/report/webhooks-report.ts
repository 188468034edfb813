import type { WebhookStatus, WebhookStatuses } from '@meterline/server';
import { grouped, plural } from '../render/number.ts';
import { headingLines, nextLines, noteLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import { showAge, showMomentNear } from '../render/when.ts';
import type { Report } from './emit.ts';
import { envelopeOf, isoOrNull, type Note } from './envelope.ts';
import { WEBHOOKS, type WebhookRow, type WebhookTotals } from './kinds/webhooks.ts';

export interface WebhooksFacts extends WebhookStatuses {
  readonly zone: string;
  readonly now: number;
}

/** The report of `meterline webhooks`. */
export const webhooksReport = (facts: WebhooksFacts): Report<WebhookRow, WebhookTotals> => ({
  kind: WEBHOOKS,
  envelope: envelopeOf(WEBHOOKS, {
    now: facts.now,
    zone: facts.zone,
    by: ['name'],
    rows: facts.webhooks.map(rowOf),
    totals: { webhooks: facts.webhooks.length, delivering: facts.delivering },
    notes: notesOf(facts),
  }),
  lines: (screen) => webhooksLines(facts, screen),
});

const rowOf = ({ name, replay, lastError, ...rest }: WebhookStatus): WebhookRow => ({
  key: { name },
  ...rest,
  since: isoOrNull(rest.since),
  lastDeliveredAt: isoOrNull(rest.lastDeliveredAt),
  lastErrorAt: isoOrNull(lastError?.at ?? null),
  lastError: lastError?.reason ?? null,
  nextTryAt: isoOrNull(rest.nextTryAt),
  replaySent: replay?.sent ?? null,
});

const notesOf = ({ webhooks, delivering, zone, now }: WebhooksFacts): readonly Note[] => [
  ...(webhooks.length > 0 && !delivering
    ? [
        {
          code: 'not_delivering',
          text: 'No service runs: what happens waits in the ledger. `meterline start` sends it.',
        },
      ]
    : []),
  // What the secret is for a service that runs, only that service knows: it says so by failing.
  ...webhooks.flatMap(({ name, secretFault }) =>
    secretFault === null || delivering ? [] : [{ code: 'secret', text: `${name}: ${secretFault}` }],
  ),
  ...webhooks.flatMap((webhook) => trouble(webhook, zone, now)),
];

const trouble = (webhook: WebhookStatus, zone: string, now: number): readonly Note[] => {
  const { name, state, lastError, nextTryAt, dropped, givenUp, replay } = webhook;
  const next = nextTryAt === null ? '' : `; next try ${showMomentNear(nextTryAt, now, zone)}`;
  return [
    ...(state === 'retrying' && lastError
      ? [{ code: 'retrying', text: `${name}: ${lastError.reason}${next}` }]
      : []),
    ...(state === 'disabled'
      ? [
          {
            code: 'disabled',
            text: `${name}: its receiver wants no more (HTTP 410) · meterline webhooks test ${name}`,
          },
        ]
      : []),
    ...(givenUp > 0
      ? [{ code: 'given_up', text: `${name}: ${plural(givenUp, 'message')} given up after every try` }]
      : []),
    ...(dropped > 0
      ? [
          {
            code: 'dropped',
            text: `${name}: ${plural(dropped, 'change')} no longer kept · meterline webhooks replay ${name} --from DATE`,
          },
        ]
      : []),
    ...(replay === null
      ? []
      : [{ code: 'replay', text: `${name}: being sent again, ${plural(replay.sent, 'message')} so far` }]),
  ];
};

const webhooksLines = (facts: WebhooksFacts, screen: Screen): readonly string[] => {
  const { webhooks, zone } = facts;
  const head = headingLines({ title: plural(webhooks.length, 'webhook'), zone }, screen);
  if (webhooks.length === 0)
    return [
      ...head,
      'News of calls are sent nowhere.',
      '',
      ...nextLines(
        [{ command: 'meterline webhooks add NAME URL', says: 'signed messages, for each call or as totals' }],
        screen,
      ),
    ];
  return [
    ...head,
    ...renderTable(columnsFor(facts, screen), webhooks, screen),
    ...noteLines(notesOf(facts), screen),
  ];
};

const columnsFor = ({ now, zone }: WebhooksFacts, { paint }: Screen): Column<WebhookStatus>[] => {
  const tone = { new: paint.faint, ok: paint.good, retrying: paint.warn, disabled: paint.bad } as const;
  return [
    { head: 'Name', cell: ({ name }) => ({ text: name, paint: paint.command }) },
    { head: 'To', min: 12, cell: ({ url }) => url },
    {
      head: 'Sends',
      drop: 1,
      cell: ({ events, every }) => (every === null ? events : `${events}, ${every}`),
    },
    { head: 'State', cell: ({ state }) => ({ text: state, paint: tone[state] }) },
    { head: 'Delivered', align: 'right', cell: ({ delivered }) => grouped(delivered) },
    { head: 'Waiting', align: 'right', cell: ({ waiting }) => grouped(waiting) },
    {
      head: 'Last',
      drop: 2,
      cell: ({ lastDeliveredAt }) => (lastDeliveredAt === null ? '–' : showAge(lastDeliveredAt, now, zone)),
    },
  ];
};
