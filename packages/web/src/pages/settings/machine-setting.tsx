import { useState } from 'react';
import { issueOf } from '../../data/problem-issue.ts';
import { Field } from '../../parts/field.tsx';
import { SaveRow, Setting } from './setting.tsx';
import type { Settings } from './settings-page.tsx';
import { useSaving } from './settings-save.ts';

/** What this machine is called in the dimension `machine`. */
export const MachineSetting = ({ settings: { machine } }: { readonly settings: Settings }) => {
  const [draft, setDraft] = useState<string>();
  const saving = useSaving();
  const typed = draft ?? machine ?? '';
  const name = typed.trim();
  return (
    <Setting
      title="Name of this machine"
      about="Stands at every call that is read from now on, so that several machines can be told apart. Without a name the calls have none."
    >
      <form
        className="setting-form"
        onSubmit={(event) => {
          event.preventDefault();
          saving.save({ machine: name === '' ? null : name }, () => setDraft(undefined));
        }}
      >
        <Field label="Name" error={issueOf(saving.error, 'machine')}>
          {(control) => (
            <input
              {...control}
              type="text"
              maxLength={100}
              autoComplete="off"
              placeholder="no name"
              value={typed}
              onChange={({ target }) => {
                setDraft(target.value);
                saving.edited();
              }}
            />
          )}
        </Field>
        <SaveRow saving={saving} isChanged={name !== (machine ?? '')} fields={['machine']} />
      </form>
    </Setting>
  );
};
