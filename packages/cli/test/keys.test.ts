import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli, throwAwayFolder } from './run-cli.ts';

const SECRET = /ml_[\w-]{43}/;

test('a key is made, shown once, listed without it, and revoked', async () => {
  const home = throwAwayFolder();
  const keys = (...args: readonly string[]) => runCli(['keys', ...args], { home });
  const made = await keys(
    ...['create', '--label', 'team search', '--user', 'ann', '--tag', 'Team=x=y'],
    ...['--provider', 'openai=OPENAI_KEY_SEARCH'],
  );
  expect(made.status).toBe(0);
  const [secret = ''] = SECRET.exec(made.out) ?? [];
  const file = join(home, 'gateway-keys.json');
  expect(readFileSync(file, 'utf8')).not.toContain(secret.slice(3));
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const { out } = await keys('--json');
  expect(out).not.toContain(secret);
  const [row] = (JSON.parse(out) as { rows: { key: { id: string } }[] }).rows;
  expect(row).toMatchObject({
    label: 'team search',
    defaults: { user: 'ann', 'tag-team': 'x=y' },
    providers: { openai: 'OPENAI_KEY_SEARCH' },
  });
  const id = row!.key.id;
  expect((await keys()).out).toContain(id);

  const revoked = await keys('revoke', id);
  expect(revoked.out).toContain(
    "meterline keys create --label 'team search' --user ann --tag team=x=y --provider openai=OPENAI_KEY_SEARCH",
  );
  expect(JSON.parse((await keys('--json')).out)).toMatchObject({ rows: [] });
  expect((await keys('revoke', id)).status).toBe(2);
});

test('with --json it is shown there, and works', async () => {
  const home = throwAwayFolder();
  const { out } = await runCli(['keys', 'create', '--label', 'a', '--json'], { home });
  const { rows } = JSON.parse(out) as { rows: { secret: string }[] };
  expect(rows[0]!.secret).toMatch(SECRET);
});

test.each([
  [['--user', 'ann'], /label/],
  [['--label', 'a', '--tag', 'x'], /--tag is 'x'/],
  [['--label', 'a', '--tag', 'x='], /1 to/],
  [['--label', 'a', '--provider', 'openai=sk-not-a-name'], /never stored/],
])('keys create %j is refused', async (args, says) => {
  const home = throwAwayFolder();
  const { status, err } = await runCli(['keys', 'create', ...args], { home });
  expect(status).toBe(2);
  expect(err).toMatch(says);
  expect(err).not.toContain('sk-not-a-name');
});
