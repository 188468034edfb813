import { useState } from 'react';
import { issueOf } from '../../data/problem-issue.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { exactCount, plural } from '../../format/count.ts';
import { dayText } from '../../format/time.ts';
import { Field } from '../../parts/field.tsx';
import { cutoffOf, daysOf } from './retention-days.ts';
import { SaveRow, Setting } from './setting.tsx';
import type { Settings } from './settings-page.tsx';
import { useSaving } from './settings-save.ts';

/** For how long single calls are kept. Totals are kept for good. */
export const RetentionSetting = ({
  settings,
  now,
}: {
  readonly settings: Settings;
  readonly now: number;
}) => {
  const { retentionDays, zone } = settings;
  const [draft, setDraft] = useState<string>();
  const saving = useSaving();
  const typed = draft ?? (retentionDays === null ? '' : String(retentionDays));
  const days = daysOf(typed);
  const isChanged = days !== undefined && days !== retentionDays;
  const isShorter = isChanged && days !== null && (retentionDays === null || days < retentionDays);
  const older = useOlderCalls(isShorter ? days : undefined, now);
  const wrong = days === undefined ? 'A whole number of days, 1 to 36,500; empty for no end.' : undefined;
  return (
    <Setting
      title="How long calls are kept"
      about="Totals stay for good: costs, charts and sessions read the same. Older single calls go after the next import, and with them the rows of a session and “why this number?”."
    >
      <form
        className="setting-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) saving.save({ retentionDays: days }, () => setDraft(undefined));
        }}
      >
        <Field
          label="Days"
          hint="Empty: everything is kept."
          error={wrong ?? issueOf(saving.error, 'retentionDays')}
        >
          {(control) => (
            <input
              {...control}
              className="short-input"
              type="text"
              inputMode="numeric"
              autoComplete="off"
              placeholder="no end"
              value={typed}
              onChange={({ target }) => {
                setDraft(target.value);
                saving.edited();
              }}
            />
          )}
        </Field>
        {older !== undefined && days !== null && days !== undefined && (
          <p className={older > 0 ? 'setting-warn' : 'muted small'} role="status">
            {older > 0
              ? `${plural(older, 'call')} from before ${dayText(cutoffOf(days, now), zone.value)} would be dropped for good; their totals stay.`
              : `No call is older than ${dayText(cutoffOf(days, now), zone.value)}.`}
          </p>
        )}
        <SaveRow
          saving={saving}
          isChanged={isChanged}
          fields={['retentionDays']}
          danger={isShorter && (older ?? 0) > 0}
          {...(isShorter && older !== undefined && older > 0
            ? { text: `Save and drop ${exactCount(older)}` }
            : {})}
        />
      </form>
    </Setting>
  );
};

/** Calls that are older than some days; undefined while that is not asked or not known. */
const useOlderCalls = (days: number | undefined, now: number): number | undefined => {
  const { data, isPlaceholderData } = useAnswer(
    '/usage',
    { to: String(cutoffOf(days ?? 1, now)) },
    { when: days !== undefined, still: true },
  );
  return days === undefined || isPlaceholderData ? undefined : data?.totals.calls;
};
