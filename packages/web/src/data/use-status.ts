import type { GetAnswer } from '@meterline/api/client';
import { useAnswer } from './use-answer.ts';

export type Status = GetAnswer<'/status'>;

/** What the server says of itself; every part of the page that asks shares one answer. */
export const useStatus = () => useAnswer('/status', {});
