import { describe, expect, it } from 'vitest';
import { jobNameOfLabel, readSessionKey } from './session-key.ts';

describe('session keys', () => {
  it.each([
    ['agent:main:main', { agent: 'main', isSubagent: false }],
    ['agent:ops:telegram:group:-100123', { agent: 'ops', channel: 'telegram', isSubagent: false }],
    ['agent:main:whatsapp:direct:+431234', { agent: 'main', channel: 'whatsapp', isSubagent: false }],
    ['agent:main:cron:job-1', { agent: 'main', cron: 'job-1', isSubagent: false }],
    ['agent:main:cron:job-1:run:abc', { agent: 'main', cron: 'job-1', isSubagent: false }],
    ['cron:job-1', { cron: 'job-1', isSubagent: false }],
    ['agent:main:subagent:3bd2948a', { agent: 'main', isSubagent: true }],
    ['agent:main:hook:3bd2948a', { agent: 'main', isSubagent: false }],
    ['agent:main:explicit:any thing', { agent: 'main', isSubagent: false }],
    ['discord:channel:42', { channel: 'discord', isSubagent: false }],
    ['anything', { isSubagent: false }],
  ])('%s', (key, facts) => {
    expect(readSessionKey(key)).toEqual(facts);
  });

  it('keeps no chat id or phone number', () => {
    expect(JSON.stringify(readSessionKey('agent:main:whatsapp:direct:+431234'))).not.toContain('431234');
  });

  it('takes a label apart only where it is that of a job', () => {
    expect(['Cron: Nightly', 'Automation: Morning: brief', 'My chat', undefined].map(jobNameOfLabel)).toEqual(
      ['Nightly', 'Morning: brief', undefined, undefined],
    );
  });
});
