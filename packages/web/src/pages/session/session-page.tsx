import { PageHead } from '../../shell/page-head.tsx';

export const SessionPage = () => <PageHead title="Session" />;
