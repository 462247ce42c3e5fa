import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = (file: string, ...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [fileURLToPath(new URL(`../${file}`, import.meta.url)), ...args]);

test.each([
  ['bench', 'test/bench/bench.ts'],
  ['soak', 'test/simulation/soak.ts'],
  ['soak:money', 'test/money/soak.ts'],
  ['bound', 'test/bench/bound.ts'],
  ['cost', 'infra/cost-page.ts'],
  ['templates', 'test/templates/check-templates.ts'],
])('npm run %s -- --help prints its usage', async (name, file) => {
  const { stdout, stderr } = await run(file, '--help');

  expect(stderr).toBe('');
  expect(stdout).toContain(`Usage: npm run ${name} -- [options]`);
});

test('an unknown option of a script is one line, and exit code 2', async () => {
  await expect(run('infra/cost-page.ts', '--order', '5')).rejects.toMatchObject({
    code: 2,
    stderr: "Unknown option '--order': did you mean --orders?\nnpm run cost -- --help says more.\n",
  });
});
