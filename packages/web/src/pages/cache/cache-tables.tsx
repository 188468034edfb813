import { useColours } from '../../data/use-colours.ts';
import { percentText, plural } from '../../format/count.ts';
import { dayText } from '../../format/time.ts';
import { Card } from '../../parts/card.tsx';
import { Count } from '../../parts/count.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { SessionLink } from '../../parts/detail-links.tsx';
import { Money } from '../../parts/money.tsx';
import { Empty } from '../../parts/panel.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { Value } from '../../parts/value.tsx';
import { useView } from '../../state/use-view.ts';
import { commandOf } from '../../state/view.ts';
import {
  type CacheAnswer,
  type CacheSession,
  type CacheUse,
  sessionHitRate,
  sessionNet,
} from './cache-figures.ts';
import { NetMoney } from './net-money.tsx';

interface Shown {
  readonly answer: CacheAnswer;
  readonly stale: boolean;
}

/** One of the answer's lists as CSV, and the command for all of them. */
const Actions = ({ list }: { readonly list: 'models' | 'projects' | 'sessions' | 'oneHour' }) => {
  const { view, question } = useView();
  return (
    <TableActions
      csv={{ path: '/cache.csv', query: { ...question, list } }}
      command={commandOf('cache', view)}
    />
  );
};

const useColumns = <Row extends CacheUse>(name: Column<Row>): readonly Column<Row>[] => [
  name,
  { id: 'hit', head: 'Hit rate', number: true, cell: ({ hitRate }) => percentText(hitRate) },
  {
    id: 'net',
    head: 'Saved, net',
    title: 'Against no cache, less what writing cost',
    number: true,
    cell: ({ netSavedNanoUsd }) => <NetMoney nanoUsd={netSavedNanoUsd} />,
  },
  {
    id: 'lapses',
    head: 'Expired',
    title: 'A gap longer than the cache lives, then the same was written again',
    number: true,
    cell: ({ lapses, lapsedTokens }) =>
      lapses === 0 ? (
        <span className="muted">–</span>
      ) : (
        <span title={plural(lapsedTokens, 'token')}>{plural(lapses, 'time')}</span>
      ),
  },
  {
    id: 'lapsed',
    head: 'It cost',
    title: 'What writing it again cost, at base rates',
    number: true,
    cell: ({ lapses, lapsedNanoUsd }) =>
      lapses === 0 ? <span className="muted">–</span> : <Money nanoUsd={lapsedNanoUsd} />,
  },
];

export const ModelsCard = ({ answer, stale }: Shown) => {
  const colours = useColours('model');
  const columns = useColumns<CacheAnswer['models'][number]>({
    id: 'model',
    head: 'Model',
    cell: ({ key }) => <Value dimension="model" value={key.model} colour={colours(key.model)} />,
  });
  return (
    <Card title="By model" stale={stale} actions={<Actions list="models" />}>
      <DataTable
        label="Cache by model"
        columns={columns}
        rows={answer.models}
        keyOf={({ key }) => `${key.provider}/${key.model}`}
      />
    </Card>
  );
};

export const ProjectsCard = ({ answer, stale }: Shown) => {
  const colours = useColours('project');
  const columns = useColumns<CacheAnswer['projects'][number]>({
    id: 'project',
    head: 'Project',
    cell: ({ key }) => <Value dimension="project" value={key.project} colour={colours(key.project)} />,
  });
  return (
    <Card title="By project" stale={stale} actions={<Actions list="projects" />}>
      <DataTable
        label="Cache by project"
        columns={columns}
        rows={answer.projects}
        keyOf={({ key }) => key.project ?? ''}
      />
    </Card>
  );
};

const ONE_HOUR_COLUMNS: readonly Column<CacheAnswer['oneHour'][number]>[] = [
  { id: 'model', head: 'Model', cell: ({ model }) => <Value dimension="model" value={model} /> },
  { id: 'project', head: 'Project', cell: ({ project }) => <Value dimension="project" value={project} /> },
  {
    id: 'why',
    head: 'Why',
    wide: true,
    cell: ({ lapsesWithinHour }) => (
      <span className="muted">expired {plural(lapsesWithinHour, 'time')} within the hour</span>
    ),
  },
  {
    id: 'gain',
    head: 'Would save',
    title: 'With an hour instead of 5 minutes, the dearer writes taken off',
    number: true,
    cell: ({ gainNanoUsd }) => <NetMoney nanoUsd={gainNanoUsd} />,
  },
];

export const OneHourCard = ({ answer, stale }: Shown) => (
  <Card
    title="Where a cache of one hour would pay"
    stale={stale}
    actions={answer.oneHour.length === 0 ? undefined : <Actions list="oneHour" />}
    footer="Writing for one hour costs more for each write (at Anthropic twice plain input instead of 1.25 times), and spares writing again after a pause of 5 minutes to an hour."
  >
    <DataTable
      label="Models in projects that would gain"
      columns={ONE_HOUR_COLUMNS}
      rows={answer.oneHour}
      keyOf={({ provider, model, project }) => JSON.stringify([provider, model, project])}
      empty={
        <Empty title="Nowhere in this time.">
          Pauses are short enough for a cache of 5 minutes, or so long that an hour would not help either.
        </Empty>
      }
    />
  </Card>
);

export const SessionsCard = ({ answer, stale }: Shown) => (
  <Card
    title="Sessions that waste most"
    note="whole sessions"
    stale={stale}
    actions={<Actions list="sessions" />}
    footer="Uncached input and cache writes are what caching could still save. A new session must write its prompt once; what counts is how much of it is read later."
  >
    <DataTable
      label="Sessions, the most wasteful first"
      columns={sessionColumns(answer.zone)}
      rows={answer.sessions}
      keyOf={({ app, session }) => JSON.stringify([app, session])}
      empty={<Empty title="No session in this time." />}
    />
  </Card>
);

const sessionColumns = (zone: string): readonly Column<CacheSession>[] => [
  { id: 'session', head: 'Session', cell: (row) => <SessionLink session={row.session} app={row.app} /> },
  { id: 'hit', head: 'Hit rate', number: true, cell: (row) => percentText(sessionHitRate(row)) },
  {
    id: 'fresh',
    head: 'Not from cache',
    title: 'Uncached input and what was written to a cache',
    number: true,
    cell: ({ tokens }) => <Count value={tokens.input + tokens.cacheWrite} />,
  },
  { id: 'net', head: 'Saved, net', number: true, cell: (row) => <NetMoney nanoUsd={sessionNet(row)} /> },
  { id: 'app', head: 'App', wide: true, cell: ({ app }) => <Value dimension="app" value={app} /> },
  {
    id: 'project',
    head: 'Project',
    wide: true,
    cell: ({ project }) => <Value dimension="project" value={project} />,
  },
  { id: 'last', head: 'Last call', wide: true, cell: ({ lastAt }) => dayText(lastAt, zone) },
  { id: 'calls', head: 'Calls', number: true, wide: true, cell: ({ calls }) => <Count value={calls} /> },
];
