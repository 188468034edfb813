import type { GetAnswer } from '@meterline/api/client';
import { Link } from 'wouter';
import { useAnswer } from '../../data/use-answer.ts';
import { exactCount } from '../../format/count.ts';
import { agoText, exactMoment } from '../../format/time.ts';
import { Count } from '../../parts/count.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Cost, Money } from '../../parts/money.tsx';
import { Empty } from '../../parts/panel.tsx';
import { ReportCard } from '../../parts/report-card.tsx';
import { Value } from '../../parts/value.tsx';
import { useView } from '../../state/use-view.ts';
import { withFilter } from '../../state/view.ts';

type Cron = GetAnswer<'/cron'>;
type Job = Cron['jobs'][number];

/** What agents do by the clock, and what a run of it costs. */
export const CronCard = () => {
  const { question } = useView();
  const answer = useAnswer('/cron', question);
  return (
    <ReportCard
      report="cron"
      title="Scheduled jobs"
      note="at API list price"
      result={answer}
      lines={3}
      height={28}
    >
      {(data) => (
        <DataTable
          label="Jobs and what a run costs"
          columns={jobColumns(data)}
          rows={data.jobs}
          keyOf={({ app, cron }) => JSON.stringify([app, cron])}
          empty={<Empty title="No scheduled job made a call in this time." />}
        />
      )}
    </ReportCard>
  );
};

const jobColumns = ({ zone, now }: Cron): readonly Column<Job>[] => [
  {
    id: 'job',
    head: 'Job',
    cell: ({ cron, name }) => <Value dimension="cron" value={cron} text={name ?? cron} />,
  },
  { id: 'app', head: 'App', wide: true, cell: ({ app }) => <Value dimension="app" value={app} /> },
  { id: 'runs', head: 'Runs', number: true, cell: (job) => <Runs job={job} /> },
  {
    id: 'average',
    head: 'A run',
    title: 'Average list price of a run',
    number: true,
    cell: ({ averageNanoUsd }) => <Money nanoUsd={averageNanoUsd} />,
  },
  {
    id: 'cost',
    head: 'Cost',
    number: true,
    cell: ({ usage }) => <Cost cost={usage.cost} calls={usage.calls} />,
  },
  {
    id: 'calls',
    head: 'Calls',
    number: true,
    wide: true,
    cell: ({ usage }) => <Count value={usage.calls} />,
  },
  {
    id: 'tokens',
    head: 'Tokens',
    number: true,
    wide: true,
    cell: ({ usage }) => <Count value={usage.tokens.total} />,
  },
  {
    id: 'last',
    head: 'Last run',
    number: true,
    wide: true,
    cell: ({ lastAt }) =>
      lastAt === null ? '–' : <span title={exactMoment(lastAt, zone)}>{agoText(lastAt, now, zone)}</span>,
  },
];

/** The runs are sessions: the link shows them. */
const Runs = ({ job: { app, cron, runs } }: { readonly job: Job }) => {
  const { view, link } = useView();
  const own = withFilter(view, { dimension: 'cron', op: '=', value: cron });
  const { where } = app === null ? own : withFilter(own, { dimension: 'app', op: '=', value: app });
  return (
    <Link href={link('/sessions', { where })}>
      {exactCount(runs)}
      <span className="hidden"> runs: show these sessions</span>
    </Link>
  );
};
