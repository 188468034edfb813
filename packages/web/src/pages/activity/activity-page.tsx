import { PageHead } from '../../shell/page-head.tsx';

export const ActivityPage = () => <PageHead title="Activity" />;
