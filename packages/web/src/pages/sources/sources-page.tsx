import { PageHead } from '../../shell/page-head.tsx';

export const SourcesPage = () => <PageHead title="Sources" />;
