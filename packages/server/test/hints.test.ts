import { describe, expect, it } from 'vitest';
import { hintsFor } from '../src/watch/hints.ts';
import { freshFolder } from './kit.ts';

const silent = (): void => {};

describe('hints of the system', () => {
  it('that cannot be loaded leave every round to look at everything', async () => {
    const hints = await hintsFor([freshFolder()], silent, () => Promise.reject(new Error('not installed')));
    expect(hints.take()).toBe('all');
    expect(hints.take()).toBe('all');
    await hints.close();
  });

  it('whose watcher does not start do the same', async () => {
    const watch = (): never => {
      throw new Error('no watches left');
    };
    const hints = await hintsFor([freshFolder()], silent, async () => ({ watch }));
    expect(hints.take()).toBe('all');
    await hints.close();
  });
});
