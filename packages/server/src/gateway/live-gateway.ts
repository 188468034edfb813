import { randomUUID } from 'node:crypto';
import { ok, type Result } from '@meterline/core';
import { createGateway, type Gateway, NO_LIMITS } from '@meterline/gateway';
import type { Meterline, World } from '../meterline.ts';
import type { Recorder } from '../record/recorder.ts';
import { configuredUpstreams } from './configured-upstreams.ts';
import { fingerprintKey } from './fingerprint-key.ts';
import { loadKeys } from './key-file.ts';
import { keyRing } from './key-ring.ts';

export interface LiveGatewayOptions {
  readonly world: World;
  /** Data folder. */
  readonly home: string;
  readonly config: Meterline['config'];
  readonly recorder: Recorder;
  /** Others than this machine can reach it: then every call needs a key. */
  readonly exposed: boolean;
}

/** The gateway of a data folder: its upstreams, its keys, and its calls into the recorder. */
export const liveGateway = (options: LiveGatewayOptions): Result<Gateway> => {
  const { world, home, config, recorder, exposed } = options;
  const keys = loadKeys(home);
  if (!keys.ok) return keys;
  return ok(
    createGateway({
      upstreams: configuredUpstreams(config.gateway),
      sink: { record: (call, done) => recorder.spool(call, done) },
      keys: keyRing(keys.value, exposed || config.gateway.requireKey, world.env.get),
      limits: NO_LIMITS,
      clock: world.clock,
      monotonic: () => performance.now(),
      newId: randomUUID,
      fingerprintKey: fingerprintKey(home),
    }),
  );
};
