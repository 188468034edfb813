import { faultOf } from '@meterline/core';
import type { LiveEvent, Service } from '@meterline/server/service';
import { showOverview } from '../commands/overview.ts';
import type { Invocation } from '../program/invocation.ts';
import { type ProgressLine, progressLine } from '../render/progress.ts';
import { announce, writeCall } from './watching.ts';

/** Events that wait for a slow terminal; of more only the newest are shown. */
const MAX_WAITING = 1000;

/** What a service does, told in the terminal. */
export interface Narration {
  /** Tells until Ctrl-C; gives the exit status. */
  tell(): Promise<number>;
}

const EXIT_INTERRUPTED = 130;

/** Listens from now on, and writes when it is told to: progress, the overview, then a line for each call. */
export const narrate = (
  invocation: Invocation,
  service: Service,
  { imports }: { readonly imports: boolean },
): Narration => {
  const { interrupted } = invocation.shell;
  const waiting: LiveEvent[] = [];
  let wake = (): void => {};
  const ring = (): void => wake();
  const unsubscribe = service.hub.subscribe(({ event }) => {
    if (waiting.length >= MAX_WAITING) waiting.shift();
    waiting.push(event);
    ring();
  });
  interrupted.addEventListener('abort', ring);
  return {
    tell: async () => {
      const teller = tellerOf(invocation, service, imports);
      while (!interrupted.aborted) {
        const event = waiting.shift();
        if (event) await teller.tell(event);
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
      unsubscribe();
      teller.end();
      return !imports || service.activity().lastImport ? 0 : EXIT_INTERRUPTED;
    },
  };
};

interface Teller {
  tell(event: LiveEvent): Promise<void>;
  end(): void;
}

const tellerOf = (invocation: Invocation, service: Service, imports: boolean): Teller => {
  const { shell, screen, flags } = invocation;
  const quiet = flags.on('quiet');
  const progress: ProgressLine = progressLine(shell);
  let reported = !imports;
  const tellImport = async (): Promise<void> => {
    const { lastImport, progress: now } = service.activity();
    if (!lastImport) {
      if (now && !quiet) progress.onProgress(now);
      return;
    }
    progress.clear();
    if (reported) return;
    // While the ledger cannot be read there is nothing to show: the import after that comes here again.
    const meterline = service.reader();
    reported = true;
    if (quiet) return;
    const watching = !flags.on('no-watch');
    await showOverview(invocation, meterline, lastImport.report, watching);
    if (!watching) return;
    await shell.out.write(flags.on('json') ? '' : '\n');
    await announce(invocation, service.activity().roots);
  };
  const tellCall = async (id: string): Promise<void> => {
    const meterline = service.reader();
    const [call] = await meterline.ledger.findCalls(id);
    if (call) await writeCall(invocation, meterline, call);
  };
  const warn = async (text: string): Promise<void> => {
    progress.clear();
    await shell.err.write(`${screen.paint.warn(text)}\n`);
  };
  return {
    tell: async (event) => {
      try {
        if (event.kind === 'import') await tellImport();
        else if (event.kind === 'call' && reported && !quiet) await tellCall(event.call.id);
        else if (event.kind === 'fault' && event.fault) await warn(event.fault.message);
      } catch (error) {
        // The ledger cannot be read just now: its fault is told by an event of its own.
        if (!faultOf(error)) throw error;
      }
    },
    end: progress.clear,
  };
};
