import { benchIngest, INGEST_FORMS, type IngestFigures } from './ingest.ts';
import type { ResultSection } from './results.ts';

const CALLS = 200_000;
const SENDERS = 4;
const SPEED_BAR = 20_000;

const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 0 });

/** @param meterline Program and its first arguments. */
export const ingestSection = async (
  meterline: readonly string[],
  say: (text: string) => void,
): Promise<ResultSection> => {
  say(`${number(CALLS)} calls sent over HTTP, in each form …`);
  const figures = await benchIngest({ meterline, calls: CALLS, forms: INGEST_FORMS, senders: SENDERS });
  return {
    title: 'Calls that programs send',
    command: 'npm run bench -- --only ingest',
    rows: figures.map(({ form, perSecond, added }) => ({
      what: `\`POST /api/events\`, ${form.name}: calls a second until they are in the ledger`,
      bar: `≥ ${number(SPEED_BAR)}`,
      measured: `${number(perSecond)}${added === CALLS ? '' : ` (${number(added)} of ${number(CALLS)} added)`}`,
      met: perSecond >= SPEED_BAR && added === CALLS,
    })),
    notes: [
      `${SENDERS} requests at a time, a ledger of its own for each form. A small question that was asked meanwhile waited ${figures.map(waitText).join(', ')}: on the two cores that also sent the calls.`,
    ],
  };
};

const waitText = ({ form, waitMs }: IngestFigures): string => `${number(waitMs[0])} ms (p95, ${form.name})`;
