import { createHash } from 'node:crypto';
import type { Dice } from './dice.ts';
import { type DemoFile, type DemoSession, iso, jsonLines } from './session.ts';

/** A Gemini CLI chat: the counts of cached and thought tokens stand as Gemini writes them. */
export const geminiFile = (session: DemoSession, throws: Dice): DemoFile => {
  const sessionId = throws.uuid();
  const start = iso(session.startedAt);
  const projectHash = createHash('sha256').update(session.project).digest('hex');
  const header = { sessionId, projectHash, startTime: start, lastUpdated: start, kind: 'main' };
  const messages = session.calls.map((call) => {
    const input = call.input + call.cacheWrite + call.cacheRead;
    const output = call.output - call.reasoning;
    const tokens = { input, output, cached: call.cacheRead, thoughts: call.reasoning, tool: 0 };
    return {
      id: throws.uuid(),
      timestamp: iso(call.at),
      type: 'gemini',
      content: 'sample',
      model: session.model,
      tokens: { ...tokens, total: input + call.output },
    };
  });
  const name = `session-${start.slice(0, 16).replace(':', '-')}-${sessionId.slice(0, 8)}.jsonl`;
  return {
    path: `.gemini/tmp/${slugOf(session.project)}/chats/${name}`,
    text: jsonLines([header, ...messages]),
  };
};

const slugOf = (project: string): string => project.slice(project.lastIndexOf('/') + 1);

/** Which folder of Gemini's belongs to which project. */
export const geminiProjects = (projects: readonly string[]): DemoFile => ({
  path: '.gemini/projects.json',
  text: JSON.stringify({
    projects: Object.fromEntries(projects.map((project) => [project, slugOf(project)])),
  }),
});
