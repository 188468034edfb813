import { flatCopy } from '../read/index.ts';

/** What a session key says of its session. The rest of a key (chat ids, phone numbers) is never kept. */
export interface SessionKeyFacts {
  readonly agent?: string;
  readonly channel?: string;
  readonly cron?: string;
  readonly isSubagent: boolean;
}

const NAME = '[\\w.-]{1,128}';
const AGENT = new RegExp(`^agent:(${NAME}):`);
const CRON = new RegExp(`^cron:(${NAME})(?=$|:run:)`);
const CHAT = new RegExp(`^(${NAME}):(?:group|channel|direct|dm|thread|topic)(?=:|$)`);

/**
 * Keys read `agent:<agent>:<rest>`, where rest is `main`, `<channel>:group|channel|direct:<id>`, `cron:<job>[:run:<id>]`,
 * `subagent:<uuid>`, `hook:<uuid>` or anything else; old keys lack the agent.
 */
export const readSessionKey = (key: string): SessionKeyFacts => {
  const agent = AGENT.exec(key);
  const rest = key.slice(agent?.[0].length ?? 0);
  return {
    ...part('agent', agent?.[1]),
    ...part('channel', CHAT.exec(rest)?.[1]),
    ...part('cron', CRON.exec(rest)?.[1]),
    isSubagent: /(?:^|:)subagent:/.test(rest),
  };
};

const part = <K extends string>(name: K, value: string | undefined): { [P in K]?: string } =>
  value === undefined ? {} : ({ [name]: flatCopy(value) } as { [P in K]?: string });

/** `Cron: Morning brief` and `Automation: Morning brief` label the session of a job; the rest is the job's name. */
export const jobNameOfLabel = (label: string | undefined): string | undefined =>
  /^(?:Cron|Automation): (.+)$/.exec(label ?? '')?.[1];
