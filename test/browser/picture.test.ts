import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BrowsedConsole, browseConsole } from '../support/harness/browsed-console.ts';

/** The picture of the README. */
const FILE = 'docs/console.png';
const SIZE = { width: 1440, height: 1280 };

let stack: BrowsedConsole;

beforeAll(async () => {
  stack = await browseConsole();
});

afterAll(() => stack[Symbol.asyncDispose]());

test('The picture of the README shows what the console shows', async () => {
  const { page, troubles } = await stack.open('/#/send', { viewport: SIZE, deviceScaleFactor: 1 });
  for (const name of ['guest', 'unpaid', 'unreadable', 'emoji', 'mismatch']) {
    await page.getByLabel('Case').selectOption({ label: name });
    await page.getByRole('textbox', { name: 'Body' }).waitFor();
    await expect
      .poll(() => page.getByRole('status', { name: 'What it would become' }).getAttribute('aria-busy'))
      .toBe('false');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('status', { name: 'Answer' }).getByText('{').first().waitFor();
  }
  await page.getByRole('link', { name: 'Live', exact: true }).click();
  const list = page.getByRole('table', { name: 'Deliveries' });
  await expect.poll(() => list.getByText('sent').count()).toBeGreaterThanOrEqual(4);
  await list.getByRole('link').first().click();
  await page.getByRole('list', { name: 'Steps' }).getByText('accepted').waitFor();
  await page.getByRole('list', { name: 'Steps' }).getByText('does not add up').waitFor();
  await page.getByRole('status', { name: 'What happens next' }).getByText('sent · ').waitFor();
  await page.getByText('Parked: 1').waitFor();
  await page.getByRole('table', { name: 'Money' }).waitFor();
  await page.evaluate('scrollTo(0, 0)');
  const picture = await page.screenshot();

  if (process.env['WRITE_PICTURE'] !== undefined) await writeFile(FILE, picture);
  const kept = await readFile(FILE);

  // The pixels differ with times and fonts; a picture of another size is one of an older page.
  expect(sizeOf(kept)).toEqual(sizeOf(picture));
  expect(troubles).toEqual([]);
});

/** A PNG has its size in the first chunk. */
function sizeOf(png: Buffer): { readonly width: number; readonly height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
