import { type ReactNode, useId } from 'react';
import { restOf } from '../../data/problem-issue.ts';
import { Button } from '../../parts/button.tsx';
import type { Saving } from './settings-save.ts';

/** A setting: what it does at the left, its control at the right (below it on a phone). */
export const Setting = ({
  title,
  about,
  children,
}: {
  readonly title: string;
  readonly about: ReactNode;
  readonly children: ReactNode;
}) => {
  const id = useId();
  return (
    <section className="setting" aria-labelledby={id}>
      <div className="setting-about">
        <h3 id={id}>{title}</h3>
        <div className="muted small">{about}</div>
      </div>
      <div className="setting-control">{children}</div>
    </section>
  );
};

/** Save, and beside it what came of it: saved, or what is wrong beyond the fields. */
export const SaveRow = ({
  saving,
  isChanged,
  fields,
  text = 'Save',
  danger = false,
  children,
}: {
  readonly saving: Saving;
  /** There is something to save, and nothing wrong with it. */
  readonly isChanged: boolean;
  /** Names of the fields that show their own issues. */
  readonly fields: readonly string[];
  readonly text?: string;
  readonly danger?: boolean;
  /** Further buttons. */
  readonly children?: ReactNode;
}) => (
  <div className="setting-save">
    <Button
      type="submit"
      look={danger ? 'danger' : isChanged ? 'main' : 'normal'}
      disabled={!isChanged || saving.state === 'saving'}
    >
      {saving.state === 'saving' ? 'Saving …' : text}
    </Button>
    {children}
    <SaveSaid saving={saving} fields={fields} />
  </div>
);

export const SaveSaid = ({
  saving,
  fields,
}: {
  readonly saving: Saving;
  readonly fields: readonly string[];
}) => {
  const problem = restOf(saving.error, fields);
  return (
    <>
      <span role="status" className="setting-said">
        {saving.state === 'saved' ? '✓ Saved' : ''}
      </span>
      {problem !== undefined && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </>
  );
};
