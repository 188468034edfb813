import { PageHead } from '../../shell/page-head.tsx';

export const CachePage = () => <PageHead title="Cache" />;
