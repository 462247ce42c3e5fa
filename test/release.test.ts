import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const WORKFLOWS = '.github/workflows';

test('A tag that is not the version of package.json is refused', async () => {
  const release = promisify(execFile)('.ci/release', ['v99.0.0', 'never-made']);

  await expect(release).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The tag is v99.0.0, and package.json says') as string,
  });
});

test('The changelog has a heading with a date for the version', async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const changelog = await readFile('CHANGELOG.md', 'utf8');

  expect(changelog).toMatch(new RegExp(`^## ${version.replaceAll('.', '\\.')} – \\d{4}-\\d{2}-\\d{2}$`, 'm'));
});

test.each(await readdir(WORKFLOWS))(
  'Every action of %s is pinned to a commit, with its version beside',
  async (file) => {
    const text = await readFile(join(WORKFLOWS, file), 'utf8');
    const used = text.split('\n').filter((line) => /^\s*(- )?uses:/.test(line));

    expect(used.length).toBeGreaterThan(0);
    expect(
      used.filter((line) => !/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
    ).toEqual([]);
  },
);

test.each(await readdir(WORKFLOWS))('%s says what it may write', async (file) => {
  expect(await readFile(join(WORKFLOWS, file), 'utf8')).toMatch(/^permissions:/m);
});
