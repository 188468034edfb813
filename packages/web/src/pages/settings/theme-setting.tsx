import { Segmented } from '../../parts/segmented.tsx';
import { useTheme } from '../../state/theme.ts';
import { Setting } from './setting.tsx';

const THEMES = [
  { value: 'system', text: 'As the system' },
  { value: 'light', text: 'Light' },
  { value: 'dark', text: 'Dark' },
] as const;

/** Kept by this browser, not by Meterline. */
export const ThemeSetting = () => {
  const [theme, setTheme] = useTheme();
  return (
    <Setting title="Appearance" about="Kept in this browser.">
      <div>
        <Segmented label="Appearance" options={THEMES} value={theme} onChange={setTheme} />
      </div>
    </Setting>
  );
};
