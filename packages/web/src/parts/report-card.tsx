import type { ApiError } from '@meterline/api/client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useView } from '../state/use-view.ts';
import { commandOf } from '../state/view.ts';
import { AnswerOf, isStale } from './answer.tsx';
import { Card } from './card.tsx';
import { TableActions } from './table-actions.tsx';

/** A report of the page's range and filters, with its CSV and its command. */
export const ReportCard = <T,>({
  report,
  title,
  note,
  result,
  lines,
  height,
  children,
}: {
  /** The command, and the path of the CSV. */
  readonly report: string;
  readonly title: string;
  readonly note: string;
  readonly result: UseQueryResult<T, ApiError>;
  /** Of the place held. */
  readonly lines: number;
  readonly height: number;
  readonly children: (data: T) => ReactNode;
}) => {
  const { view, question } = useView();
  return (
    <Card
      title={title}
      note={note}
      stale={isStale(result)}
      actions={
        <TableActions csv={{ path: `/${report}.csv`, query: question }} command={commandOf(report, view)} />
      }
    >
      <AnswerOf result={result} lines={lines} height={height}>
        {children}
      </AnswerOf>
    </Card>
  );
};
