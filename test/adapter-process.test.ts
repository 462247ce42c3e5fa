import { execFile } from 'node:child_process';
import { mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { VERSION } from '../lib/cli/version.ts';

const pathOf = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));
const run = promisify(execFile);
const node = process.execPath;

test('a pipe that closes early ends a command quietly', async () => {
  // In a subshell, because a pipe ends with the exit code of its last command.
  const script = '("$0" "$1" --help; echo "exit $?" >&2) | true';
  const { stderr } = await run('sh', ['-c', script, node, pathOf('lib/cli/adapter.ts')]);

  expect(stderr).toBe('exit 0\n');
});

test('the exit code of a command is that of its process', async () => {
  await expect(run(node, [pathOf('bin/adapter.js'), 'fly'])).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Unknown command: fly') as string,
  });
});

test('the bin file starts Node 24 from an older one', async () => {
  const older = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.20.2"})';
  const { stdout } = await run(node, ['--import', older, pathOf('bin/adapter.js'), '--version']);
  expect(stdout.trim()).toBe(VERSION);

  // Without `npm ci` there is none to start.
  const folder = await mkdtemp(join(tmpdir(), 'adapter-'));
  await writeFile(join(folder, 'adapter.mjs'), await readFile(pathOf('bin/adapter.js')));
  await expect(run(node, ['--import', older, join(folder, 'adapter.mjs')])).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/needs Node 24 or newer; this is 20\.20\.2\. Run npm ci/) as string,
  });
});

test('a link to the bin file, as npm makes one, finds its folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'adapter-'));
  await symlink(pathOf('bin/adapter.js'), join(folder, 'adapter'));

  expect((await run(node, [join(folder, 'adapter'), '--version'])).stdout.trim()).toBe(VERSION);
});
