import type { Period } from '@meterline/core';
import { useState } from 'react';
import { useStatus } from '../data/use-status.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { useView } from '../state/use-view.ts';
import { rangeText } from './range-text.ts';
import './range-picker.css';

const QUICK = [
  { value: '24h', text: '24 h' },
  { value: '7d', text: '7 d' },
  { value: '30d', text: '30 d' },
  { value: '90d', text: '90 d' },
] as const satisfies readonly { value: Period; text: string }[];

const MORE: readonly { readonly value: Period; readonly text: string }[] = [
  { value: 'today', text: 'Today' },
  { value: 'yesterday', text: 'Yesterday' },
  { value: 'week', text: 'This week' },
  { value: 'month', text: 'This month' },
  { value: 'year', text: 'This year' },
  { value: 'all', text: 'All time' },
];

/** The time that is asked about: four usual ones at hand, all others behind the last button. */
export const RangePicker = () => {
  const { view, change } = useView();
  const [open, setOpen] = useState(false);
  const zone = useStatus().data?.zone ?? 'UTC';
  const isCustom = view.from !== undefined || view.to !== undefined;
  const isQuick = !isCustom && QUICK.some(({ value }) => value === view.period);
  return (
    <div className="range-picker">
      <Segmented
        label="Time"
        options={QUICK}
        value={isCustom ? undefined : (QUICK.find(({ value }) => value === view.period)?.value ?? undefined)}
        onChange={(period) => change({ period, from: undefined, to: undefined })}
      />
      <Button small look={isQuick ? 'plain' : 'normal'} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {isQuick ? 'Other…' : rangeText(view, zone)}
      </Button>
      {open && <RangeDialog onClose={() => setOpen(false)} />}
    </div>
  );
};

const RangeDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { view, change } = useView();
  const [from, setFrom] = useState(dateOf(view.from));
  const [to, setTo] = useState(dateOf(view.to));
  const isBackwards = from !== '' && to !== '' && from > to;
  return (
    <Dialog title="Which time?" onClose={onClose}>
      <div className="range-named">
        {MORE.map(({ value, text }) => (
          <Button
            key={value}
            onClick={() => {
              change({ period: value, from: undefined, to: undefined });
              onClose();
            }}
          >
            {text}
          </Button>
        ))}
      </div>
      <form
        className="range-dates"
        onSubmit={(event) => {
          event.preventDefault();
          change({ from: from || undefined, to: to || undefined, was: undefined });
          onClose();
        }}
      >
        <label>
          First day
          <input type="date" value={from} onChange={({ target }) => setFrom(target.value)} />
        </label>
        <label>
          Last day
          <input type="date" value={to} onChange={({ target }) => setTo(target.value)} />
        </label>
        <Button type="submit" look="main" disabled={isBackwards || (from === '' && to === '')}>
          Show
        </Button>
        {isBackwards && (
          <p className="range-wrong" role="alert">
            The first day lies after the last.
          </p>
        )}
      </form>
    </Dialog>
  );
};

/** What a date field can show of an end that may also be an instant. */
const dateOf = (end: string | undefined): string => /^\d{4}-\d{2}-\d{2}/.exec(end ?? '')?.[0] ?? '';
