#!/usr/bin/env node
import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { askSecret } from './ask-secret.ts';
import type { Terminal } from './command.ts';
import { runAdapter } from './run-adapter.ts';

const terminal: Terminal = {
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
  read: (file) => (file === '-' ? buffer(process.stdin) : readFile(file)),
  lines: (file) =>
    createInterface({ input: file === '-' ? process.stdin : createReadStream(file), crlfDelay: Infinity }),
  size: async (file) => (file === '-' ? undefined : (await stat(file)).size || undefined),
  askSecret,
  write: (file, text) => writeFile(file, text, { mode: 0o600 }),
  sleep,
  environment: process.env,
};

process.exitCode = await runAdapter(process.argv.slice(2), terminal);
