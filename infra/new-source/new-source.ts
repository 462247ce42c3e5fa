import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { addMappingRows } from './add-mapping-rows.ts';
import { isName } from './names-of.ts';
import { type Kind, newFiles } from './new-files.ts';
import { registerSource } from './register-source.ts';

const USAGE = `npm run new-source -- NAME [--fetched|--polled] [--called "The Platform"]
  NAME       the source's id, which is part of the webhook's address: prestashop, naver-smartstore
  --fetched  webhooks only name an order, which is fetched from the shop's API
  --polled   no webhooks: the shop's API lists what changed
  --called   the platform's name as people write it; made of NAME if left out`;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');

process.exitCode = makeSource(process.argv.slice(2));

/** Writes the new source's folder, its page and its rows, and registers it. Returns the exit code. */
function makeSource(args: readonly string[]): number {
  const request = readRequest(args);
  if (typeof request === 'string') {
    process.stderr.write(`${request}\n\n${USAGE}\n`);
    return 2;
  }
  const { id, kind, called } = request;
  const files = newFiles({ id, kind, called }, readTemplate);
  const changed = new Map([
    ['lib/sources/registry.ts', registerSource(read('lib/sources/registry.ts'), id)],
    ['docs/mapping.md', addMappingRows(read('docs/mapping.md'), { id, kind, called })],
  ]);
  for (const [path, text] of [...files, ...changed]) write(path, text);
  spawnSync(process.execPath, [BIOME, 'check', '--write', `lib/sources/${id}`, 'lib/sources/registry.ts'], {
    cwd: ROOT,
    stdio: 'ignore',
  });
  const made = [...files.keys()].map((path) => `  ${path}`).join('\n');
  process.stdout.write(`Made:\n${made}\nChanged: ${[...changed.keys()].join(', ')}

It compiles, is registered and passes the conformance suite as an invented platform. What is missing, one after the other:
  npx vitest run test/conformance -t ${id}
The way: docs/adding-a-source.md
`);
  return 0;
}

function readRequest(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { fetched: { type: 'boolean' }, polled: { type: 'boolean' }, called: { type: 'string' } },
    });
    const [id = '', ...more] = positionals;
    if (!isName(id) || more.length > 0)
      return 'NAME has lower-case letters, digits and -, and begins with a letter.';
    if (existsSync(join(ROOT, 'lib/sources', id))) return `lib/sources/${id} is there already.`;
    if (values.fetched && values.polled)
      return '--fetched and --polled are two kinds of platform: choose one.';
    const kind: Kind = values.fetched ? 'fetched' : values.polled ? 'polled' : 'webhook';
    return { id, kind, called: values.called };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function readTemplate(path: string): string {
  return readFileSync(new URL(`template/${path}`, import.meta.url), 'utf8');
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
}
