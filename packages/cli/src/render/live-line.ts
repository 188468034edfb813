import { cacheWriteTokens, formatUsd, type PricedEvent, totalTokens } from '@meterline/core';
import { folderName } from './name.ts';
import { compact } from './number.ts';
import type { Screen } from './screen.ts';
import { isWide } from './screen.ts';
import { pad, plain, shorten } from './text.ts';
import { showSecond } from './when.ts';

/** Columns of the live view: fixed, since lines are written one by one and must stand under each other. */
const columnsFor = (screen: Screen): { app: number; model: number; project: number } =>
  isWide(screen) ? { app: 14, model: 24, project: 20 } : { app: 11, model: 17, project: 0 };

const fixed = (text: string, width: number, align: 'left' | 'right' = 'left'): string =>
  pad(shorten(plain(text), width), width, align);

/** Heads of the live lines. */
export const liveHead = (screen: Screen): string => {
  const { app, model, project } = columnsFor(screen);
  const names = [
    fixed('Time', 8),
    fixed('App', app),
    fixed('Model', model),
    ...(project > 0 ? [fixed('Project', project)] : []),
    fixed('In', 6, 'right'),
    fixed('Out', 6, 'right'),
    fixed('Cache', 6, 'right'),
    fixed('Cost', 9, 'right'),
    fixed('Today', 9, 'right'),
  ];
  return screen.paint.faint(names.join(' '));
};

/** One call: local time, app, model, project, tokens, cost, and what today has come to. */
export const liveLine = (
  call: PricedEvent,
  today: { readonly listNanoUsd: number; readonly unpricedCalls: number },
  zone: string,
  screen: Screen,
): string => {
  const { app, model, project } = columnsFor(screen);
  const { paint } = screen;
  const { tokens, cost } = call;
  const cached = (tokens.cacheRead ?? 0) + cacheWriteTokens(tokens);
  const output = tokens.output ?? 0;
  const list = cost.listNanoUsd;
  const price = fixed(list === undefined ? 'no price' : formatUsd(list), 9, 'right');
  const sum = `${today.unpricedCalls > 0 ? '≥' : ''}${formatUsd(today.listNanoUsd)}`;
  return [
    paint.faint(showSecond(call.startedAt, zone)),
    fixed(call.app ?? call.source, app),
    fixed(call.modelCanonical, model),
    ...(project > 0 ? [paint.faint(fixed(folderName(call.project ?? '–'), project))] : []),
    fixed(compact(totalTokens(tokens) - cached - output), 6, 'right'),
    fixed(compact(output), 6, 'right'),
    fixed(compact(cached), 6, 'right'),
    list === undefined ? paint.warn(price) : paint.money(price),
    paint.faint(fixed(sum, 9, 'right')),
  ].join(' ');
};
