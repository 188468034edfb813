import type { GetAnswer } from '@meterline/api/client';
import { useMemo } from 'react';
import { useAnswer } from '../../data/use-answer.ts';
import { useNow } from './use-now.ts';

export type ConnectionUse = GetAnswer<'/connections'>['rows'][number];

/** What has come by each connection; asked again when a call comes. */
export const useConnections = () => {
  const result = useAnswer('/connections', {});
  const { data } = result;
  const uses = useMemo(() => new Map((data?.rows ?? []).map((row) => [row.connection, row])), [data]);
  return { result, uses, zone: data?.zone ?? 'UTC', now: useNow(data?.now) };
};
