import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkoutCommit } from './checkout-commit.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkout-'));
});
afterEach(() => rm(folder, { recursive: true }));

const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: folder });

test('outside of a repository it is unknown', async () => {
  expect(await checkoutCommit(folder)).toBe('unknown');
});

test('it is the whole commit, tags or not, and says if a file was changed since', async () => {
  git('init', '-q');
  await writeFile(join(folder, 'a'), '1');
  git('add', 'a');
  git('commit', '-qm', 'one');
  git('tag', '-am', 'v', 'v1');
  const commit = git('rev-parse', 'HEAD').toString().trim();
  await writeFile(join(folder, 'new'), '1');
  expect(await checkoutCommit(folder)).toBe(commit);

  await writeFile(join(folder, 'a'), '2');
  expect(await checkoutCommit(folder)).toBe(`${commit}-dirty`);
});
