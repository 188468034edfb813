import { type Fault, ok, type Result } from '@meterline/core';
import type { Gateway, GatewayStats } from '@meterline/gateway';
import { SOURCES } from '@meterline/sources';
import { loadConfig } from '../config/load-config.ts';
import type { World } from '../meterline.ts';
import type { Recorder } from '../record/recorder.ts';
import { liveGateway } from './live-gateway.ts';

/** The gateway of a service, made anew when its settings or keys change. Calls that run end in the one they began in. */
export interface GatewaySlot extends Pick<Gateway, 'handle' | 'upgrade'> {
  stats(): GatewayStats;
  /** Why it is still the one of the settings before. */
  fault(): Fault | undefined;
  /** Refuses new calls and lets running ones end, at most so long. */
  stop(milliseconds: number): Promise<void>;
}

/** How long calls of a replaced gateway may run on. */
const RETIRE_MS = 60 * 60_000;

export interface GatewaySlotOptions {
  readonly world: World;
  /** Data folder. */
  readonly home: string;
  readonly recorder: Recorder;
  /** Others than this machine can reach it: then every call needs a key. */
  readonly exposed: boolean;
  /** Calls back when settings or keys have changed; gives what ends that. */
  readonly onSettings: (listener: () => void) => () => void;
}

export const openGatewaySlot = (options: GatewaySlotOptions): Result<GatewaySlot> => {
  const first = makeGateway(options);
  if (!first.ok) return first;
  let current = first.value;
  let fault: Fault | undefined;
  const retiring = new Set<Gateway>();
  const replace = (): void => {
    const next = makeGateway(options);
    fault = next.ok ? undefined : next.fault;
    if (!next.ok) return;
    const old = current;
    current = next.value;
    retiring.add(old);
    void old.drain(RETIRE_MS).finally(() => retiring.delete(old));
  };
  const unsubscribe = options.onSettings(replace);
  return ok({
    handle: (request, response) => current.handle(request, response),
    upgrade: (request, socket, head) => current.upgrade(request, socket, head),
    stats: () => current.stats(),
    fault: () => fault,
    stop: async (milliseconds) => {
      unsubscribe();
      await Promise.all([current, ...retiring].map((gateway) => gateway.drain(milliseconds)));
    },
  });
};

const makeGateway = ({ world, home, recorder, exposed }: GatewaySlotOptions): Result<Gateway> => {
  const config = loadConfig(
    home,
    SOURCES.map(({ id }) => id),
  );
  if (!config.ok) return config;
  return liveGateway({ world, home, config: config.value, recorder, exposed });
};
