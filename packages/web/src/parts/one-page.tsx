import type { ApiError } from '@meterline/api/client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useStatus } from '../data/use-status.ts';
import { shortId } from '../format/name.ts';
import { PageHead } from '../shell/page-head.tsx';
import { useView } from '../state/use-view.ts';
import { Empty, Problem, Skeleton } from './panel.tsx';
import './one-page.css';

export interface OnePageProps<T> {
  readonly one: 'call' | 'session' | 'task';
  readonly id: string;
  readonly result: UseQueryResult<T, ApiError>;
  /** Why there may be none of this id. */
  readonly absent: ReactNode;
  /** Where the id is of several, or is none: which there are. */
  readonly which: (error: ApiError) => ReactNode;
  readonly children: (detail: T, zone: string) => ReactNode;
}

/** The page of one thing that the address names: a place held for it, it, or what there is instead. */
export const OnePage = <T,>({ one, id, result, absent, which, children }: OnePageProps<T>) => {
  const { data, error, isPlaceholderData } = result;
  const zone = useStatus().data?.zone;
  const name = one.charAt(0).toUpperCase() + one.slice(1);
  if (data !== undefined && zone !== undefined && !isPlaceholderData) return <>{children(data, zone)}</>;
  if (data !== undefined || error === null)
    return (
      <>
        <PageHead title={name} note={shortId(id)} />
        <Skeleton lines={6} height={48} />
      </>
    );
  if (error.problem.status === 404)
    return (
      <None one={one} id={id}>
        {absent}
      </None>
    );
  return (
    <>
      <PageHead title={name} />
      {error.problem.status === 400 ? (
        which(error)
      ) : (
        <Problem error={error} onRetry={() => void result.refetch()} />
      )}
    </>
  );
};

const None = ({
  one,
  id,
  children,
}: Pick<OnePageProps<never>, 'one' | 'id'> & { readonly children: ReactNode }) => (
  <>
    <PageHead title={`No such ${one}`} />
    <Empty title={`The ledger has no ${one} of this id.`}>
      <p className="mono whole-id">{id}</p>
      <p>{children}</p>
      <p>
        <AllLink of={one} />
      </p>
    </Empty>
  </>
);

/** The way to the list that it is one of. */
export const AllLink = ({ of }: { readonly of: OnePageProps<never>['one'] }) => {
  const { link } = useView();
  return <Link href={link(`/${of}s`)}>{`All ${of}s`}</Link>;
};

/** Things whose ids are, or begin with, what was asked for; undefined while they are on their way. */
export const Choice = <Row,>({
  rows,
  error,
  about,
  children,
}: {
  readonly rows: readonly Row[] | undefined;
  readonly error: ApiError;
  readonly about: ReactNode;
  readonly children: (row: Row) => ReactNode;
}) => {
  if (rows === undefined) return <Skeleton />;
  if (rows.length === 0) return <Problem error={error} />;
  return (
    <Empty title="Which one?">
      <p>{about}</p>
      <ul className="choice">
        {rows.map((row) => (
          <li key={JSON.stringify(row)}>{children(row)}</li>
        ))}
      </ul>
    </Empty>
  );
};
