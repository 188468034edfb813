import { kill } from 'node:process';
import { errnoOf } from '../files/files.ts';

/** Whether a process of that number runs. Asked by a signal that does nothing; one of another user runs, too. */
export const isRunning = (process: number): boolean => {
  try {
    return kill(process, 0);
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
};
