#!/usr/bin/env node
import { createReadStream } from 'node:fs';
import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { askSecret } from './ask-secret.ts';
import type { Terminal } from './command.ts';
import { runAdapter } from './run-adapter.ts';

// `adapter … | head -1` closes the pipe when it has enough. That is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const { stdout } = process;
const terminal: Terminal = {
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
  read: (file) => (file === '-' ? buffer(process.stdin) : readFile(file)),
  lines: (file) =>
    createInterface({ input: file === '-' ? process.stdin : createReadStream(file), crlfDelay: Infinity }),
  size: async (file) => (file === '-' ? undefined : (await stat(file)).size || undefined),
  askSecret,
  screen: stdout.isTTY ? { columns: stdout.columns || 80, hasColours: stdout.hasColors() } : undefined,
  write: (file, text) => writeFile(file, text, { mode: 0o600 }),
  append: (file, text) => appendFile(file, text, { mode: 0o600 }),
  sleep,
  environment: process.env,
};

process.exitCode = await runAdapter(process.argv.slice(2), terminal);
