import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface AxeWindow {
  readonly axe?: { run(what: object, options: object): Promise<{ violations: readonly Violation[] }> };
}
interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

/** How many places of one violation are worth reading. */
const MAX_PLACES = 4;

/**
 * What the accessibility rules of axe find wrong, a line each. The rules come into the page by the debugger, so the
 * page's Content-Security-Policy stays in force. `rules` limits them to those named.
 */
export const axeViolations = async (page: Page, rules?: readonly string[]): Promise<readonly string[]> => {
  if (!(await page.evaluate(() => (window as AxeWindow).axe !== undefined))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async (only) => {
    const options = { resultTypes: ['violations'], ...(only === undefined ? {} : { runOnly: only }) };
    const ran = await (window as AxeWindow).axe?.run(document, options);
    return ran?.violations ?? [];
  }, rules);
  return violations.map(({ id, help, nodes }) => {
    const places = nodes
      .slice(0, MAX_PLACES)
      .map((node) => `${node.target.join(' ')}: ${node.failureSummary?.replaceAll(/\s+/g, ' ') ?? ''}`);
    return `${id} (${help}), ${nodes.length} times: ${places.join(' · ')}`;
  });
};
