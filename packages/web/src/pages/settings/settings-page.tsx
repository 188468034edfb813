import { PageHead } from '../../shell/page-head.tsx';

export const SettingsPage = () => <PageHead title="Settings" />;
