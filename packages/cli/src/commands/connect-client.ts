import { MeterlineError } from '@meterline/core';
import type { Client, Road } from '../clients/client-link.ts';
import { CLIENTS } from '../clients/clients.ts';
import { editFile } from '../clients/edit-file.ts';
import { lineChanges } from '../clients/line-changes.ts';
import { digestOf, readReceipt, receiptPath, saveReceipt } from '../clients/receipt.ts';
import { readIfThere, replaceFile } from '../clients/replace-file.ts';
import type { Invocation } from '../program/invocation.ts';
import { homeOf } from '../program/open.ts';
import { tildePath } from '../render/name.ts';
import { plain, wrap } from '../render/text.ts';

const DEFAULT_URL = 'http://127.0.0.1:6383';

/** Which road was asked for; undefined: none, so it is about the logs. */
export const roadOf = ({ flags }: Invocation): Road | undefined => {
  const [otel, gateway] = [flags.on('otel'), flags.on('gateway')];
  if (otel && gateway)
    throw new MeterlineError({
      code: 'USAGE_FLAG_INVALID',
      message: '--otel and --gateway are two ways: give one of them.',
      hint: 'Both may be connected, one after the other; a call that comes by both is one call.',
    });
  if ((otel || gateway) && (flags.on('json') || flags.on('csv')))
    throw new MeterlineError({
      code: 'USAGE_FLAG_INVALID',
      message: '--json tells of the logs of a source; a change of its configuration has no such form.',
    });
  if (otel) return 'otel';
  return gateway ? 'gateway' : undefined;
};

export const clientOf = ({ operands }: Invocation): Client => {
  const word = (operands[0] ?? '').trim().toLowerCase().replaceAll(' ', '-');
  const client = CLIENTS.find(({ id, name }) => id === word || name.toLowerCase() === word);
  if (client !== undefined) return client;
  throw new MeterlineError({
    code: 'SOURCE_UNKNOWN',
    message: `Meterline cannot change the configuration of '${plain(operands[0] ?? '')}'.`,
    hint: `It can for ${CLIENTS.map(({ id }) => id).join(', ')}. Others: docs/guides/gateway.md, docs/guides/connect/opentelemetry.md.`,
  });
};

/** Shows what would change in the client's own configuration, and changes it once the person says so. */
export const connectClient = async (invocation: Invocation, road: Road): Promise<number> => {
  const { shell, screen, flags, now } = invocation;
  const client = clientOf(invocation);
  const link = client.links[road];
  const file = link.file(shell.world.env);
  const before = readIfThere(file);
  const url = urlOf(invocation);
  const edit = editFile(link, url, file, before ?? '');
  const say = (text: string) => shell.out.write(`${text}\n`);
  if (edit.after === (before ?? '')) {
    await say(
      `${screen.paint.good('Connected already:')} ${tildePath(file, shell.world.env.home)} says all of it.`,
    );
    return 0;
  }
  await say(changeText(invocation, client, road, before, edit.after));
  if (flags.on('print')) return 0;
  if (!(await isAgreed(invocation))) {
    await say('Nothing was changed. --yes makes the change.');
    return 0;
  }
  const home = homeOf(invocation);
  refuseStanding(home, client, road, before ?? '');
  // The receipt first: a change without one could not be undone.
  saveReceipt(home, {
    version: 1,
    client: client.id,
    road,
    url,
    file,
    isNew: before === undefined,
    after: digestOf(edit.after),
    splices: edit.splices,
    at: now,
  });
  replaceFile(file, edit.after);
  await say(
    `${screen.paint.good('Changed.')} meterline disconnect ${client.id} --${road} takes it back exactly.`,
  );
  return 0;
};

const urlOf = ({ flags }: Invocation): string => {
  const given = flags.text('url');
  const url = URL.parse(given ?? DEFAULT_URL);
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '')
    return url.href.replace(/\/+$/, '');
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: `--url ${plain(given ?? '')} is no address of a Meterline.`,
    hint: `As it is said at its start: ${DEFAULT_URL}`,
  });
};

const ROAD_NAMES = { otel: 'OpenTelemetry', gateway: 'the gateway' } as const;

/** The file, its lines that change, and what the person should know. */
const changeText = (
  { screen, shell }: Invocation,
  { name, links }: Client,
  road: Road,
  before: string | undefined,
  after: string,
): string => {
  const { paint, width } = screen;
  const file = tildePath(links[road].file(shell.world.env), shell.world.env.home);
  const paints = { '-': paint.bad, '+': paint.good, ' ': paint.faint } as const;
  return [
    `${name} by ${ROAD_NAMES[road]}`,
    paint.faint(before === undefined ? `${plain(file)} (new)` : plain(file)),
    '',
    ...lineChanges(before ?? '', after).map(({ sign, line }) => paints[sign](`${sign} ${plain(line)}`)),
    '',
    ...links[road].notes.flatMap((note) => wrap(note, width)),
  ].join('\n');
};

const isAgreed = async ({ flags, shell }: Invocation): Promise<boolean> => {
  if (flags.on('yes')) return true;
  if (shell.readAnswer === undefined) return false;
  return /^\s*y(es)?\s*$/i.test(await shell.readAnswer('Make this change? [y/N] '));
};

/** A second change on top would leave the first without a way back. */
const refuseStanding = (home: string, client: Client, road: Road, text: string): void => {
  const standing = readReceipt(home, client.id, road);
  const isLeft = standing?.splices.some(({ inserted }) => inserted.trim() !== '' && text.includes(inserted));
  if (!isLeft) return;
  throw new MeterlineError({
    code: 'CONFIG_INVALID',
    message: `${client.name} is connected by ${ROAD_NAMES[road]} already, in another way.`,
    hint: `First: meterline disconnect ${client.id} --${road}. What was changed then is in ${receiptPath(home, client.id, road)}.`,
  });
};
