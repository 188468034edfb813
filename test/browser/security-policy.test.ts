import { describe, expect, it } from 'vitest';
import { goTo, openPage } from './page.test-kit.ts';
import { PAGES } from './pages.test-kit.ts';
import { useBrowser, useDemo } from './world.test-kit.ts';

interface Violations {
  readonly violations?: readonly string[];
}

/** Runs in the page: keeps what its Content-Security-Policy refuses. */
const keepViolations = (): void => {
  const violations: string[] = [];
  Object.assign(window, { violations });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
    violations.push(`${violatedDirective}: ${blockedURI} (${sourceFile})`),
  );
};

describe('the Content-Security-Policy', () => {
  const browser = useBrowser();
  const meterline = useDemo();

  it('admits files of this origin only, and nothing inline', async () => {
    const policy = (await fetch(meterline().url)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).toMatch(/style-src 'self'(;|$)/);
    expect(policy).not.toMatch(/unsafe|data:|blob:|\*|https?:/);
  });

  it('refuses nothing of any page, and an inline script', async () => {
    const { page, errors, close } = await openPage(browser(), {
      url: meterline().url,
      before: keepViolations,
    });
    for (const { name } of PAGES) {
      await goTo(page, name);
    }
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate(() => (window as Violations).violations)).toEqual([]);
    expect(errors).toEqual([]);

    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
    });
    await page.waitForFunction(() => (window as Violations).violations?.length === 1);
    expect(await page.evaluate(() => Reflect.get(window, 'ran'))).toBeUndefined();
    expect(errors.join()).toContain('Content Security Policy');
    await close();
  });
});
