import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// No test may see the developer's own logs: every worker gets an empty HOME and none of the agents' variables.
const home = mkdtempSync(join(tmpdir(), 'meterline-home-'));
for (const name of Object.keys(process.env)) {
  if (
    /^(XDG_|METERLINE_|CLAUDE_|CODEX_|OPENCLAW_|PI_|GEMINI_|QWEN_|OPENCODE_|KIMI_|CLINE_|COPILOT_|GOOSE_|FACTORY_|AMP_|DROID_)/.test(
      name,
    )
  )
    delete process.env[name];
}
process.env.HOME = home;
process.env.USERPROFILE = home;
