import type { CallOptions, Tags } from '../public-types.ts';
import { builtin } from '../runtime.ts';
import { joinTags } from './tags.ts';

/** What holds for the calls made inside a `withTags`. */
export interface CallContext extends CallOptions {
  readonly tags: Tags;
}

interface Storage {
  run<T>(context: CallContext, work: () => T): T;
  getStore(): CallContext | undefined;
}
type StorageClass = new () => Storage;

/** Some edge platforms have the class as a global. */
const classHere = (): StorageClass | undefined =>
  (globalThis as { AsyncLocalStorage?: StorageClass }).AsyncLocalStorage ??
  builtin<{ AsyncLocalStorage: StorageClass }>('node:async_hooks')?.AsyncLocalStorage;

let storage: Storage | undefined;
const StorageHere = classHere();
if (StorageHere !== undefined) storage = new StorageHere();
else importStorage();

/** Node before 20.16 hands its modules out by import only; the name is put together so that no bundler follows it. */
function importStorage(): void {
  if ((globalThis as { process?: { versions?: { node?: string } } }).process?.versions?.node === undefined)
    return;
  const name = ['node', 'async_hooks'].join(':');
  import(/* @vite-ignore */ /* webpackIgnore: true */ name).then(
    ({ AsyncLocalStorage }: { AsyncLocalStorage: StorageClass }) => {
      storage ??= new AsyncLocalStorage();
    },
    () => {},
  );
}

export const currentContext = (): CallContext | undefined => storage?.getStore();

/**
 * Every metered call that `work` makes, however deep and however late, carries these tags; inner ones go before outer
 * ones. Needs AsyncLocalStorage (Node, Bun, Deno, most edge platforms). A browser has none: there `work` runs as it is,
 * and tags are given to `meter(client, { tags })`.
 *
 * @param options `maxCostUsd` and `unknownRates` for these calls.
 */
export const withTags = <T>(tags: Tags, work: () => T, options: CallOptions = {}): T => {
  if (storage === undefined) return work();
  const outer = storage.getStore();
  const context = { ...outer, ...options, tags: joinTags(outer?.tags, tags) };
  return storage.run(context, work);
};
