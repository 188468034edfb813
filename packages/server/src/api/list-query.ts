import { selectionOf } from '../report/index.ts';
import type { Question } from './question.ts';

/** What a list of sessions or tasks is asked, but for the page of it. `usual`: the order where none is asked for. */
export const listQueryOf = <Order>(
  { scope }: Question,
  { search, orderBy }: { readonly search?: string | undefined; readonly orderBy?: Order | undefined },
  usual: NoInfer<Order>,
) => {
  const { zone: _, ...selection } = selectionOf(scope);
  return { ...selection, orderBy: orderBy ?? usual, ...(search === undefined ? {} : { search }) };
};
