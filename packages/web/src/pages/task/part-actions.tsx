import { TableActions } from '../../parts/table-actions.tsx';
import { quoted } from '../../state/view.ts';

/** The file and the command with the parts of a task. */
export const PartActions = ({ task, by }: { readonly task: string; readonly by: string }) => (
  <TableActions
    csv={{ path: '/usage.csv', query: { where: [`task=${task}`], period: 'all', by } }}
    command={`meterline costs --by ${by} --period all --where ${quoted(`task=${task}`)}`}
  />
);
