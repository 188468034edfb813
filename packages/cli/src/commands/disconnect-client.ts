import { rmSync } from 'node:fs';
import { MeterlineError } from '@meterline/core';
import { type Client, ROADS, type Road } from '../clients/client-link.ts';
import { editFile } from '../clients/edit-file.ts';
import { digestOf, dropReceipt, type Receipt, readReceipt, saveReceipt } from '../clients/receipt.ts';
import { readIfThere, replaceFile } from '../clients/replace-file.ts';
import { undoSplice } from '../clients/splice.ts';
import type { Invocation } from '../program/invocation.ts';
import { homeOf } from '../program/open.ts';
import { tildePath } from '../render/name.ts';
import { clientOf } from './connect-client.ts';

/** Takes back what `connect` changed in a client's configuration, byte by byte. */
export const disconnectClient = async (invocation: Invocation, road: Road): Promise<number> => {
  const { shell, screen } = invocation;
  const client = clientOf(invocation);
  const home = homeOf(invocation);
  const receipt = readReceipt(home, client.id, road);
  if (receipt === undefined) throw notConnected(client, road);
  const text = readIfThere(receipt.file);
  const isGone = text === undefined || !hasAny(text, receipt);
  if (!isGone) undo(home, client, receipt, text);
  dropReceipt(home, client.id, road);
  const file = tildePath(receipt.file, shell.world.env.home);
  await shell.out.write(
    isGone
      ? `Nothing of it is left in ${file}.\n`
      : `${screen.paint.good('Disconnected:')} what was changed in ${file} is as it was before.\n`,
  );
  return 0;
};

const hasAny = (text: string, { after, splices }: Receipt): boolean =>
  digestOf(text) === after ||
  splices.some(({ inserted }) => inserted.trim() !== '' && text.includes(inserted.trim()));

const undo = (home: string, client: Client, receipt: Receipt, text: string): void => {
  if (digestOf(text) === receipt.after) {
    restore(receipt, undoAll(receipt, text));
    return;
  }
  // The other road may have been connected later, in the same file: it is put on again without this one below it.
  const above = ROADS.flatMap((road) => readReceipt(home, client.id, road) ?? []).find(
    ({ file, after }) => file === receipt.file && after === digestOf(text),
  );
  const below = above === undefined ? '' : undoAll(above, text);
  if (above === undefined || digestOf(below) !== receipt.after) throw changedMeanwhile(receipt);
  const before = undoAll(receipt, below);
  const edit = editFile(client.links[above.road], above.url, above.file, before);
  saveReceipt(home, { ...above, ...edit, after: digestOf(edit.after), isNew: receipt.isNew });
  replaceFile(receipt.file, edit.after);
};

const undoAll = ({ splices }: Receipt, text: string): string => splices.reduceRight(undoSplice, text);

const restore = ({ file, isNew }: Receipt, text: string): void => {
  if (isNew) rmSync(file);
  else replaceFile(file, text);
};

const notConnected = (client: Client, road: Road): MeterlineError =>
  new MeterlineError({
    code: 'CONFIG_INVALID',
    message: `${client.name} was not connected with --${road} by this Meterline.`,
    hint: 'What others have written into its configuration is left alone.',
  });

/** Others' changes are not ours to undo: the person is told what is ours. */
const changedMeanwhile = ({ file, splices, client, road }: Receipt): MeterlineError => {
  const lines = splices
    .flatMap(({ inserted, removed }) => [
      ...(inserted.trim() === '' ? [] : [`take out ${oneLine(inserted)}`]),
      ...(removed.trim() === '' ? [] : [`put back ${oneLine(removed)}`]),
    ])
    .join('; ');
  return new MeterlineError({
    code: 'CONFIG_INVALID',
    message: `${file} has changed since Meterline wrote it, so it was left alone.`,
    hint: `By hand: ${lines}. Then: meterline disconnect ${client} --${road}`,
  });
};

const oneLine = (text: string): string =>
  text
    .trim()
    .replace(/^,|,$/g, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ');
