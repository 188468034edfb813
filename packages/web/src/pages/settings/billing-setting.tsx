import { useAnswer } from '../../data/use-answer.ts';
import { Segmented } from '../../parts/segmented.tsx';
import { billedNames } from './billed-names.ts';
import { SaveSaid, Setting } from './setting.tsx';
import type { Settings } from './settings-page.tsx';
import { useSaving } from './settings-save.ts';

const WAYS = [
  { value: 'logs', text: 'As logged', title: 'What the logs say; else by API key' },
  { value: 'api', text: 'API key', title: 'Every call is billed at list price' },
  { value: 'plan', text: 'Plan', title: 'A subscription pays: billed 0, the list price is its value' },
] as const;

/** Who pays for the calls of a program. */
export const BillingSetting = ({ settings: { billing } }: { readonly settings: Settings }) => {
  const apps = useAnswer('/dimensions/{dimension}', { limit: 50 }, { params: { dimension: 'app' } });
  const saving = useSaving();
  const names = billedNames(apps.data?.values ?? [], billing);
  return (
    <Setting
      title="How programs are billed"
      about="Inside a plan nothing leaves your account: costs are then the value at list price, and the billed amount is $0. Holds for calls that are read from now on."
    >
      {names.length === 0 && <p className="muted small">Programs show here once they have a call.</p>}
      <ul className="billing">
        {names.map((name) => (
          <li key={name}>
            <span className="billing-name">{name}</span>
            <Segmented
              label={`${name} is billed`}
              options={WAYS}
              value={billing[name] ?? 'logs'}
              onChange={(way) => saving.save({ billing: { [name]: way === 'logs' ? null : way } })}
            />
          </li>
        ))}
      </ul>
      <SaveSaid saving={saving} fields={[]} />
    </Setting>
  );
};
