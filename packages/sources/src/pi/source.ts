import { joinPath } from '../read/index.ts';
import type { Source } from '../source.ts';
import { isOpenClawMade, isTranscript, transcriptLines } from '../transcript-family/index.ts';
import { discoverSessions, rootsOf, surroundingsOfPath } from './discover.ts';

/** The pi coding agent, and OMP, which is a fork of it. Where the sessions lie: README.md beside this file. */
export const pi: Source = {
  id: 'pi',
  name: 'pi',
  parserVersion: 1,
  unseen: [
    'Failed attempts: pi logs them without usage, whatever the provider billed.',
    'Which model wrote a compaction: pi logs its usage only, so it is put to the model in use.',
  ],
  readers: {
    session: transcriptLines(
      { source: 'pi', cronTurns: false, failedCalls: false, doubtsCompletionsOutput: false },
      (file) => surroundingsOfPath(file.path),
    ),
  },
  roots: rootsOf,
  discover: discoverSessions,
  recognises: (head) => isTranscript(head) && !isOpenClawMade(head),
  adopt: (path) => ({ path, reader: 'session', context: null }),
  watch: (root) => [joinPath(root, 'sessions')],
};
