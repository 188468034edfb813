import { MeterlineError } from '@meterline/core';
import { addWebhook, configPath } from '@meterline/server';
import { SOURCES } from '@meterline/sources';
import { instantFlag } from '../arguments/range.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { plain } from '../render/text.ts';

const SECRET_ENV = 'METERLINE_WEBHOOK_SECRET';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async ({ home, zone, config, world }) => {
    const { operands, flags, now, shell, screen } = invocation;
    const [name = '', url = ''] = operands;
    if (config.webhooks[name] !== undefined) throw taken(name);
    const secretEnv = flags.text('secret-env') ?? SECRET_ENV;
    const since = flags.text('since');
    const where = flags.list('where');
    const added = addWebhook(
      configPath(home),
      name,
      {
        url,
        secretEnv,
        events: flags.text('events'),
        every: flags.text('every'),
        by: flags.text('by'),
        where: where.length === 0 ? undefined : where,
        since:
          since === undefined ? undefined : new Date(instantFlag('since', since, zone, now)).toISOString(),
        allowHttp: flags.on('allow-http') ? 'true' : undefined,
      },
      SOURCES.map(({ id }) => id),
    );
    if (!added.ok) throw new MeterlineError(added.fault);
    const { paint } = screen;
    const isSet = world.env.get(secretEnv) !== undefined;
    await shell.out.write(
      [
        `${paint.good('Added:')} ${plain(name)}. A service that runs begins within seconds.`,
        ...(isSet
          ? []
          : [
              `${paint.warn(`${secretEnv} is not set here.`)} Make a secret, and set it where the service runs:`,
            ]),
        ...(isSet ? [] : [paint.command(`export ${secretEnv}=$(meterline webhooks secret)`)]),
        paint.faint(`meterline webhooks test ${plain(name)} shows whether it arrives.`),
        '',
      ].join('\n'),
    );
    return 0;
  });

const taken = (name: string): MeterlineError =>
  new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: `There is a webhook '${plain(name)}' already.`,
    hint: `\`meterline config set webhooks.${plain(name)}.url URL\` changes it; \`meterline webhooks remove\` takes it out.`,
  });
