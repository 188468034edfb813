/** Who writes into the spool at the moment: this process, its workers, and other processes on the same data folder. */
export interface Owners {
  /** Of ours: it is at work until it is removed. */
  add(owner: string): void;
  remove(owner: string): void;
  isAlive(owner: string): boolean;
}

/**
 * An owner's name begins with the number of its process (`4711-abc`). Numbers come again, in a container at every start:
 * under a number of ours only the owners that we know are at work.
 *
 * @param isRunning Whether a process of that number runs.
 */
export const createOwners = (isRunning: (process: number) => boolean): Owners => {
  const ours = new Set<string>();
  const numberOf = (owner: string): number => Number.parseInt(owner, 10);
  return {
    add: (owner) => void ours.add(owner),
    remove: (owner) => void ours.delete(owner),
    isAlive: (owner) => {
      if (ours.has(owner)) return true;
      const number = numberOf(owner);
      return ![...ours].some((one) => numberOf(one) === number) && isRunning(number);
    },
  };
};
