import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type BrowsedConsole, browseConsole } from '../support/harness/browsed-console.ts';
import { openedPages } from '../support/harness/opened-pages.ts';
import { EXAMPLE_SECRET } from '../support/harness/post-signed.ts';

let stack: BrowsedConsole;
const { open, close } = openedPages(() => stack);

beforeAll(async () => {
  stack = await browseConsole();
});

afterAll(() => stack[Symbol.asyncDispose]());

afterEach(async () => {
  expect(await close()).toEqual([]);
});

const BODY = '{"id": 1}';
const SECRET = 'the-secret-of-somebody-else';

const sign = (body: string, secret: string) => createHmac('sha256', secret).update(body).digest('base64');

async function check(page: Page, typed: { secret: string; body: string; signature: string }): Promise<void> {
  await page.getByLabel('Source').selectOption({ label: 'Shopify' });
  await page.getByLabel('Secret', { exact: true }).fill(typed.secret);
  await page
    .getByLabel('Header lines')
    .fill(
      `X-Shopify-Hmac-Sha256: ${typed.signature}\nX-Shopify-Shop-Domain: example.myshopify.com\nX-Shopify-Topic: orders/paid`,
    );
  await page.getByLabel('Body, byte by byte as it came').fill(typed.body);
  await page.getByRole('button', { name: 'Check the signature' }).click();
}

const resultOf = (page: Page) => page.getByRole('status', { name: 'Signature' });

describe('The playground', () => {
  test('says that a signature fits', async () => {
    const page = await open('/#/signature');
    await check(page, { secret: SECRET, body: BODY, signature: sign(BODY, SECRET) });

    await resultOf(page).getByText('it fits').waitFor();
  });

  test('shows where the signature of another secret first differs', async () => {
    const page = await open('/#/signature');
    const [expected, given] = [sign(BODY, SECRET), sign(BODY, 'a-secret-that-was-rotated')];
    const first = Array.from(expected).findIndex((letter, index) => letter !== given[index]);
    await check(page, { secret: SECRET, body: BODY, signature: given });

    const result = resultOf(page);
    await result.getByText('it does not fit').waitFor();
    await result.getByText(`First difference at character ${first + 1}.`).waitFor();
    expect(await result.locator('mark').allInnerTexts()).toEqual([expected.slice(first), given.slice(first)]);
    expect(await result.innerText()).toContain('another secret');
  });

  test('finds that the body was written anew', async () => {
    const page = await open('/#/signature');
    await check(page, { secret: SECRET, body: BODY, signature: sign('{"id":1}', SECRET) });

    await resultOf(page).getByText('Why').waitFor();
    expect(await resultOf(page).innerText()).toMatch(/written (anew|again)|JSON/);
  });

  test('never shows the secret of a connection', async () => {
    const page = await open('/#/live/1');
    await page.getByRole('button', { name: 'Signature' }).click();
    await page.getByRole('button', { name: 'Check the signature' }).click();
    await resultOf(page).getByText('it fits').waitFor();

    expect(await page.content()).not.toContain(EXAMPLE_SECRET);
  });
});
