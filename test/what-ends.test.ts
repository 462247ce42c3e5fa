import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { sources } from '../lib/sources/all-sources.ts';

const [, section = ''] = (await readFile('CONTRIBUTING.md', 'utf8')).split('## What ends, and when');

/** What is pinned, the file, and when it ends. */
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| pinned '))
  .map((line) => line.slice(2).split(' | '));

const firstCode = (cell = ''): string => /`([^`]+)`/.exec(cell)?.[1] ?? '';

test.each(rows)('What ends: %s stands in %s', async (pinned, where) => {
  const version = firstCode(pinned);
  if (version === '') return;
  // The name of a package and its version are apart there.
  const words = version.startsWith('osls@') ? `npm:${version}` : version;

  expect(await readFile(firstCode(where), 'utf8')).toContain(words);
});

test('Every version of a platform’s API that ends is in the table, with its day', () => {
  const pinned = Object.values(sources).flatMap(({ apiVersion }) => apiVersion ?? []);

  expect(pinned.length).toBeGreaterThan(0);
  for (const { name, supportedUntil } of pinned) {
    const [, , ends] = rows.find(([cell]) => firstCode(cell) === name) ?? [];
    expect(ends, name).toBe(supportedUntil);
  }
});
