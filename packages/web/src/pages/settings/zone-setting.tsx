import { useMemo, useState } from 'react';
import { issueOf } from '../../data/problem-issue.ts';
import { Button } from '../../parts/button.tsx';
import { Combobox } from '../../parts/combobox.tsx';
import { Field } from '../../parts/field.tsx';
import { findZones, knownZones, offsetText, wallClock } from './find-zones.ts';
import { SaveRow, Setting } from './setting.tsx';
import type { Settings } from './settings-page.tsx';
import { useSaving } from './settings-save.ts';

/** Whose days all days are. */
export const ZoneSetting = ({ settings, now }: { readonly settings: Settings; readonly now: number }) => {
  const { value, configured, machine } = settings.zone;
  const [draft, setDraft] = useState<string>();
  const [typed, setTyped] = useState('');
  const saving = useSaving();
  const zones = useMemo(knownZones, []);
  const shown = draft ?? value;
  const choose = (zone: string): void => {
    setDraft(zone);
    saving.edited();
  };
  return (
    <Setting
      title="Time zone"
      about="Every day, week and month is one of this zone, here and in the terminal. Calls keep the instant at which they were made."
    >
      <form
        className="setting-form"
        onSubmit={(event) => {
          event.preventDefault();
          saving.save({ zone: shown }, () => setDraft(undefined));
        }}
      >
        <Field
          label="Zone"
          hint={<ZoneHint zone={shown} now={now} isMachine={configured === null && draft === undefined} />}
          error={issueOf(saving.error, 'zone')}
        >
          {(control) => (
            <Combobox
              control={control}
              text={shown}
              options={findZones(zones, typed).map((zone) => ({
                value: zone,
                text: zone.replaceAll('_', ' '),
                note: offsetText(now, zone),
              }))}
              onSearch={setTyped}
              onChoose={choose}
              empty={`No zone has “${typed}” in its name. Try a large city nearby.`}
            />
          )}
        </Field>
        <SaveRow saving={saving} isChanged={shown !== value} fields={['zone']}>
          {configured !== null && (
            <Button look="plain" onClick={() => saving.save({ zone: null }, () => setDraft(undefined))}>
              Use the machine’s ({machine})
            </Button>
          )}
        </SaveRow>
      </form>
    </Setting>
  );
};

const ZoneHint = ({
  zone,
  now,
  isMachine,
}: {
  readonly zone: string;
  readonly now: number;
  readonly isMachine: boolean;
}) => (
  <>
    There it is {wallClock(now, zone)}.{isMachine && ' This is the zone of the machine.'}
  </>
);
