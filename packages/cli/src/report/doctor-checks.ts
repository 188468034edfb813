import { formatUsd, ISSUE_CODES } from '@meterline/core';
import {
  isPresent,
  logToLeave,
  type Meterline,
  type SourceCoverage,
  type Suspicion,
  type UnloggedSession,
  type UnpricedModel,
} from '@meterline/server';
import type { IssueSummary, LedgerStats } from '@meterline/store';
import { CLIENTS } from '../clients/clients.ts';
import { shortId } from '../render/name.ts';
import { bytes, grouped, plural, tokensInWords } from '../render/number.ts';
import { showDate, showMoment } from '../render/when.ts';
import type { CHECKS, Finding } from './kinds/doctor.ts';

/** Each check is a function from facts to findings: nothing here asks or prints. */

type Check = (typeof CHECKS)[number];

const finding = (
  check: Check,
  level: Finding['level'],
  text: string,
  more: { readonly subject?: string; readonly count?: number; readonly fix?: string } = {},
): Finding => ({
  key: { check, subject: more.subject ?? null },
  level,
  count: more.count ?? null,
  text,
  fix: more.fix ?? null,
});

/** What is covered, source by source. */
export const coverageFindings = (coverage: readonly SourceCoverage[], zone: string): readonly Finding[] => {
  const present = coverage.filter(isPresent);
  if (present.length === 0)
    return [
      finding('source', 'warning', 'No logs of any known program are here.', {
        fix: 'meterline sources --all',
      }),
    ];
  return present.flatMap((source) => [coverageFinding(source, zone), ...faultFindings(source)]);
};

const coverageFinding = (
  { survey, state, files, calls, firstAt, lastAt }: SourceCoverage,
  zone: string,
): Finding => {
  const folders = survey.roots.filter(({ exists }) => exists).length;
  const none = survey.roots.length === 0 ? 'from files that were named' : 'no files now';
  const where = files === 0 ? none : `${plural(files, 'file')} in ${plural(folders, 'folder')}`;
  const when =
    firstAt === null || lastAt === null ? '' : `, ${showDate(firstAt, zone)} to ${showMoment(lastAt, zone)}`;
  const text = `${survey.name}: ${plural(calls, 'call')}${when}; ${where}`;
  const subject = survey.id;
  if (state === 'disabled')
    return finding('source', 'note', `${text}; switched off`, {
      subject,
      count: calls,
      fix: `meterline connect ${survey.id}`,
    });
  if (files > 0 && calls === 0)
    return finding('source', 'warning', `${text}; nothing of it is in the ledger yet`, {
      subject,
      count: 0,
      fix: `meterline import ${survey.id}`,
    });
  return finding('source', 'ok', text, { subject, count: calls });
};

const faultFindings = ({ survey }: SourceCoverage): readonly Finding[] =>
  survey.faults.map(({ message }) => finding('source', 'fault', message, { subject: survey.id }));

/** Issues that say that calls are missing, and those that only say that something was mended. */
const HARMLESS = new Set(['COUNTS_DISAGREE', 'BAD_FIELD', 'INHERITED_UNKNOWN', 'VANISHED']);

const MAX_FILES = 3;

/** Skipped and doubtful input: one finding for each source and code, with the first files. */
export const issueFindings = (
  issues: readonly IssueSummary[],
  short: (path: string) => string,
): readonly Finding[] => {
  const groups = new Map<string, IssueSummary[]>();
  for (const issue of issues) {
    const key = `${issue.source}\n${issue.code}`;
    groups.set(key, [...(groups.get(key) ?? []), issue]);
  }
  return [...groups.values()].map((group) => {
    const { source, code } = group[0]!;
    const total = group.reduce((sum, { count }) => sum + count, 0);
    const files = group.slice(0, MAX_FILES).map(placeOf(short));
    const more = group.length > MAX_FILES ? ` and ${plural(group.length - MAX_FILES, 'more file')}` : '';
    return finding(
      'issue',
      HARMLESS.has(code) ? 'note' : 'warning',
      `${source}, ${grouped(total)} × ${code}: ${ISSUE_CODES[code]} In ${files.join(', ')}${more}.`,
      { subject: source, count: total },
    );
  });
};

const placeOf =
  (short: (path: string) => string) =>
  ({ file, firstAt, detail }: IssueSummary): string =>
    `${short(file)}${firstAt > 0 ? ` at byte ${firstAt}` : ''}${detail === null ? '' : ` (${detail})`}`;

export const unpricedFindings = (models: readonly UnpricedModel[]): readonly Finding[] =>
  models.map(({ provider, model, calls, tokens }) => {
    const said = `${model} (${provider}): ${plural(calls, 'call')}`;
    const about = { subject: model, count: calls };
    return tokens === 0
      ? finding('unpriced', 'note', `${said} that did not say what they used`, about)
      : finding('unpriced', 'warning', `${said}, ${tokensInWords(tokens)} not priced`, {
          ...about,
          fix: `meterline prices set ${model} --input … --output …`,
        });
  });

export const doubleFindings = (suspicions: readonly Suspicion[], zone: string): readonly Finding[] =>
  suspicions.map((suspicion) => {
    const { tellers, calls, listNanoUsd, firstAt } = suspicion;
    const names = tellers.map(({ name }) => name);
    const remedy =
      tellers[0].app === tellers[1].app
        ? 'Two roads tell of one program, and nothing proves that they mean the same calls: keep one.'
        : 'If one drives the other, switch one off.';
    const fix = switchOff(suspicion);
    return finding(
      'double',
      'warning',
      `${names.join(' and ')} tell of ${plural(calls, 'call')} that look the same (model, counts and second), since ${showDate(firstAt, zone)}: ${formatUsd(listNanoUsd)} may be counted twice. ${remedy}`,
      { subject: names.join('+'), count: calls, ...(fix === undefined ? {} : { fix }) },
    );
  });

/** A log can always be left unread; a road is closed where the client was connected. */
const switchOff = (suspicion: Suspicion): string | undefined => {
  const log = logToLeave(suspicion);
  if (log !== undefined) return `meterline disconnect ${log}`;
  const sent = suspicion.tellers.find(
    ({ app, source }) => source === 'otlp' && CLIENTS.some(({ id }) => id === app),
  );
  return sent === undefined ? undefined : `meterline disconnect ${sent.app} --otel`;
};

const MAX_SESSIONS = 5;

/** What programs say they used beyond what they logged. */
export const unloggedFindings = (missing: readonly UnloggedSession[]): readonly Finding[] => {
  const shown = missing.slice(0, MAX_SESSIONS).map(({ app, session, total }) =>
    finding(
      'unlogged',
      'note',
      `${app}, session ${shortId(session)}: ${tokensInWords(total)} used but not logged`,
      {
        subject: session,
        count: total,
        fix: `meterline session ${shortId(session)}`,
      },
    ),
  );
  const left = missing.slice(MAX_SESSIONS);
  if (left.length === 0) return shown;
  const rest = left.reduce((sum, { total }) => sum + total, 0);
  return [
    ...shown,
    finding('unlogged', 'note', `${plural(left.length, 'more session')}: ${tokensInWords(rest)}`, {
      count: rest,
    }),
  ];
};

export const unseenFindings = (coverage: readonly SourceCoverage[]): readonly Finding[] =>
  coverage
    .filter(({ calls }) => calls > 0)
    .flatMap(({ survey, unseen }) =>
      unseen.map((text) => finding('unseen', 'note', text, { subject: survey.name })),
    );

const DAY_MS = 86_400_000;
/** Providers change prices a few times a year; a book this old may have missed one. */
const OLD_BOOK_DAYS = 60;

export const priceFindings = ({ engine }: Meterline, now: number): readonly Finding[] => {
  const { asOf, models, version } = engine.book;
  const days = Math.floor((now - Date.parse(asOf)) / DAY_MS);
  const text = `price book of ${asOf}: ${grouped(Object.keys(models).length)} models, version ${version.slice(0, 12)}`;
  return days > OLD_BOOK_DAYS
    ? [finding('prices', 'note', `${text}; ${days} days old`, { fix: 'meterline prices update' })]
    : [finding('prices', 'ok', text)];
};

/** The clock, the zone, and calls from the future. */
export const clockFindings = (stats: LedgerStats, zone: string, now: number): readonly Finding[] => {
  const clock = finding(
    'clock',
    'ok',
    `It is ${showMoment(now, zone)} in ${zone}; days begin at midnight there.`,
  );
  const kept =
    stats.zone === zone || stats.calls === 0
      ? []
      : [
          finding(
            'clock',
            'note',
            `The daily totals are kept in ${stats.zone}; reports in ${zone} are exact too, but slower.`,
            { fix: `meterline config set zone ${zone}` },
          ),
        ];
  const ahead = stats.lastAt !== null && stats.lastAt > now + DAY_MS;
  if (!ahead) return [clock, ...kept];
  const text = `The last call is dated ${showMoment(stats.lastAt!, zone)}, which is yet to come: a clock is or was wrong.`;
  return [clock, ...kept, finding('clock', 'warning', text)];
};

export const ledgerFindings = (stats: LedgerStats): readonly Finding[] => {
  const dropped = stats.calls - stats.rawCalls;
  return [
    finding(
      'ledger',
      'ok',
      `${plural(stats.calls, 'call')} in ${plural(stats.sessions, 'session')}, ${bytes(stats.sizeBytes)}, layout ${stats.schemaVersion}`,
      { count: stats.calls },
    ),
    ...(dropped > 0
      ? [
          finding('ledger', 'note', `${plural(dropped, 'old call')} kept as totals only (retentionDays)`, {
            count: dropped,
          }),
        ]
      : []),
  ];
};
