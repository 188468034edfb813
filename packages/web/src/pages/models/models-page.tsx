import { PageHead } from '../../shell/page-head.tsx';

export const ModelsPage = () => <PageHead title="Models" />;
