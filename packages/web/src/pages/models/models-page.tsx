import { useAnswer } from '../../data/use-answer.ts';
import { Card } from '../../parts/card.tsx';
import { RangeNote } from '../../parts/range-note.tsx';
import { PageHead } from '../../shell/page-head.tsx';
import { useOwnParam } from '../../state/use-own-param.ts';
import { useView } from '../../state/use-view.ts';
import { modelKeyText } from './model-key.ts';
import { ModelPanel } from './model-panel.tsx';
import { keyOf, ModelsCard } from './models-card.tsx';
import { WhatIf } from './what-if.tsx';
import './models.css';

/** Which models are used for what, what they really take, and what others would. */
export const ModelsPage = () => {
  const { view, question } = useView();
  const answer = useAnswer('/models', { ...question, compare: view.compare ? 'previous' : 'none' });
  const [open, setOpen] = useOwnParam('model');
  const opened = answer.data?.rows.find((row) => modelKeyText(keyOf(row)) === open);
  return (
    <>
      <PageHead title="Models" note={answer.data && <RangeNote {...answer.data} />} />
      <ModelsCard answer={answer} onOpen={(row) => setOpen(modelKeyText(keyOf(row)))} />
      <Card title="What if?" note="the same tokens on another model, at its base rates">
        <WhatIf view={view} />
      </Card>
      {opened !== undefined && <ModelPanel row={opened} onClose={() => setOpen(null)} />}
    </>
  );
};
