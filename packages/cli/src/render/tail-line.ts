import type { CallRow } from '../report/kinds/calls.ts';
import { callPrice, callStatus, latencyText } from './call-cells.ts';
import { compact } from './number.ts';
import { isWide, type Screen } from './screen.ts';
import { pad, plain, shorten } from './text.ts';
import { showSecond } from './when.ts';

/** Columns of a live line: fixed, since lines are written one by one and must stand under each other. */
interface Widths {
  readonly app: number;
  readonly model: number;
  /** Feature or user; 0: no room. */
  readonly who: number;
  /** The id, for `meterline explain`; 0: no room. */
  readonly id: number;
  readonly status: number;
}

const widthsFor = (screen: Screen): Widths =>
  isWide(screen)
    ? { app: 13, model: 22, who: 18, id: 8, status: 12 }
    : { app: 9, model: 15, who: 0, id: 0, status: 7 };

const NUMBER = 6;
const PRICE = 9;
const TIME = 8;

const fixed = (text: string, width: number, align: 'left' | 'right' = 'left'): string =>
  pad(shorten(plain(text), width), width, align);

export const tailHead = (screen: Screen): string => {
  const { app, model, who, id, status } = widthsFor(screen);
  const names = [
    fixed('Time', TIME),
    ...(id > 0 ? [fixed('Call', id)] : []),
    fixed('App', app),
    fixed('Model', model),
    ...(who > 0 ? [fixed('For', who)] : []),
    fixed('In', NUMBER, 'right'),
    fixed('Out', NUMBER, 'right'),
    fixed('Cache', NUMBER, 'right'),
    fixed('Took', NUMBER, 'right'),
    fixed('Status', status),
    fixed('Cost', PRICE, 'right'),
  ];
  return screen.paint.faint(names.join(' '));
};

/** Feature and user, where they are known. */
const whoText = ({ feature, user }: CallRow): string =>
  [feature, user].filter((one) => one !== null).join(' · ') || '–';

export const tailLine = (call: CallRow, zone: string, screen: Screen): string => {
  const { app, model, who, id, status } = widthsFor(screen);
  const { paint } = screen;
  const { tokens } = call;
  const painted = (cell: ReturnType<typeof callStatus>, width: number, align: 'left' | 'right'): string =>
    (cell.paint ?? String)(fixed(cell.text, width, align));
  return [
    paint.faint(showSecond(Date.parse(call.start), zone)),
    ...(id > 0 ? [paint.faint(call.key.call.slice(0, id))] : []),
    fixed(call.app ?? call.source, app),
    fixed(call.model, model),
    ...(who > 0 ? [paint.faint(fixed(whoText(call), who))] : []),
    fixed(compact(tokens.input), NUMBER, 'right'),
    fixed(compact(tokens.output), NUMBER, 'right'),
    fixed(compact(tokens.cacheRead + tokens.cacheWrite), NUMBER, 'right'),
    paint.faint(fixed(latencyText(call.latencyMs), NUMBER, 'right')),
    painted(callStatus(call, paint), status, 'left'),
    painted(callPrice(call.listUsd, paint), PRICE, 'right'),
  ].join(' ');
};
