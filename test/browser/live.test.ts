import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BrowsedConsole, browseConsole } from '../support/harness/browsed-console.ts';

let stack: BrowsedConsole;

beforeAll(async () => {
  stack = await browseConsole();
});

afterAll(() => stack[Symbol.asyncDispose]());

test('The page opens without a word of trouble', async () => {
  const { page, troubles } = await stack.open();

  await page.getByRole('navigation').waitFor();

  expect(troubles).toEqual([]);
});
