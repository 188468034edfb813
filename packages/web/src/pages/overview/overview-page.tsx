import { PageHead } from '../../shell/page-head.tsx';

export const OverviewPage = () => <PageHead title="Overview" />;
