import type { GetAnswer } from '@meterline/api/client';

export type Task = GetAnswer<'/tasks/{task}'>;
export type Hop = GetAnswer<'/tasks/{task}/hops'>['hops'][number];
