import { PageHead } from '../../shell/page-head.tsx';

export const LivePage = () => <PageHead title="Live" />;
