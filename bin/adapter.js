#!/usr/bin/env node
// Starts the command line on Node 24. Any Node that npm runs on has to understand this file.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OLDEST = 24;
const adapter = fileURLToPath(new URL('../lib/cli/adapter.ts', import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= OLDEST) {
  await import('../lib/cli/adapter.ts');
} else {
  // `npm ci` brings Node 24 along, and npm's scripts find it in this folder.
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const node = fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url));
  if (existsSync(node)) {
    const { status, error } = spawnSync(node, [adapter, ...process.argv.slice(2)], { stdio: 'inherit' });
    if (error) console.error(`Node 24 does not start: ${error.message}`);
    process.exitCode = status ?? 5;
  } else {
    console.error(
      `The adapter needs Node ${OLDEST} or newer; this is ${process.versions.node}. Run npm ci: it brings it along.`,
    );
    process.exitCode = 2;
  }
}
