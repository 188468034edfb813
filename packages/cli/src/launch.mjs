#!/usr/bin/env node
// The published command. Syntax that even an old Node reads, so that it can say what is missing.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 15)) {
  console.error(
    `meterline needs Node 22.15 or newer (it uses Node's own SQLite and zstd); this is ${process.version}. Install a newer Node, for example from https://nodejs.org, and run it again.`,
  );
  process.exit(1);
}
import('./main.mjs');
