import { PageHead } from '../../shell/page-head.tsx';

export const SessionsPage = () => <PageHead title="Sessions" />;
