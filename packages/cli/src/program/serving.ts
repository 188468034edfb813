import { MeterlineError } from '@meterline/core';
import { openService, type Service, type Serving, serve } from '@meterline/server/service';
import { checkedZone } from '../arguments/zone.ts';
import { narrate } from '../report/narrate.ts';
import { VERSION } from '../version.ts';
import type { Invocation } from './invocation.ts';
import { homeOf } from './open.ts';

export interface ServingPlan {
  /** Logs are read. */
  readonly imports: boolean;
}

/** Opens the data folder, serves it, and tells what happens until Ctrl-C; gives the exit status. */
export const runServing = async (invocation: Invocation, plan: ServingPlan): Promise<number> => {
  const service = await opened(invocation, plan);
  try {
    // Before anything can have happened that would be missed.
    const story = narrate(invocation, service, plan);
    const serving = await served(invocation, service);
    try {
      await sayWhere(invocation, serving);
      return await story.tell();
    } finally {
      await serving.stop();
    }
  } finally {
    await service.close();
  }
};

const opened = async (invocation: Invocation, { imports }: ServingPlan): Promise<Service> => {
  const { shell, flags } = invocation;
  const zone = checkedZone(flags.text('zone'));
  const { variables } = shell.serving;
  const service = await openService(shell.world, {
    home: homeOf(invocation),
    version: VERSION,
    imports,
    watch: imports && !flags.on('no-watch'),
    demo: flags.on('demo'),
    ...(zone === undefined ? {} : { zone }),
    ...(variables ? { variables } : {}),
  });
  if (!service.ok) throw new MeterlineError(service.fault);
  return service.value;
};

const MAX_PORT = 65_535;
/** More processes than any machine has cores for. */
const MAX_WORKERS = 256;

const workersFlag = ({ flags }: Invocation): number | undefined => {
  const workers = flags.count('workers', 1);
  if (workers === undefined || workers <= MAX_WORKERS) return workers;
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: `--workers is ${workers}, but may be ${MAX_WORKERS} at most.`,
  });
};

const portFlag = ({ flags }: Invocation): number | undefined => {
  const port = flags.count('port', 0);
  if (port === undefined || port <= MAX_PORT) return port;
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: `--port is ${port}, but ports end at ${MAX_PORT}.`,
  });
};

const served = async (invocation: Invocation, service: Service): Promise<Serving> => {
  const { shell, flags } = invocation;
  const [port, host] = [portFlag(invocation), flags.text('host')];
  const workers = workersFlag(invocation);
  const token = flags.text('token') ?? shell.world.env.get('METERLINE_TOKEN');
  const serving = await serve(service, {
    assets: shell.serving.dashboard,
    onUnexpected: (error) => {
      if (shell.world.env.get('METERLINE_DEBUG') !== undefined)
        void shell.err.write(`${error instanceof Error ? error.stack : typeof error}\n`);
    },
    ...(port === undefined ? {} : { port }),
    ...(workers === undefined ? {} : { workers }),
    ...(host === undefined ? {} : { host }),
    ...(token === undefined ? {} : { token }),
  });
  if (!serving.ok) throw new MeterlineError(serving.fault);
  return serving.value;
};

/** The first line, also where a program reads the rest. */
const sayWhere = async ({ shell, screen, flags }: Invocation, serving: Serving): Promise<void> => {
  const { url, port, instead } = serving;
  const out = flags.on('json') ? shell.err : shell.out;
  const { paint } = screen;
  await out.write(`${paint.title('Dashboard:')} ${paint.command(url)} ${paint.faint('· Ctrl-C ends')}\n`);
  if (!serving.local)
    await out.write(paint.faint(`Others reach it on port ${port} of this machine, with the token.\n`));
  if (instead) await out.write(`${paint.warn(`${instead.message} This one uses ${port}.`)}\n`);
  if (!flags.on('json')) await out.write('\n');
  if (flags.on('open')) shell.serving.openBrowser(url);
};
