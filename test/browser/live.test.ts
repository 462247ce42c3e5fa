import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type BrowsedConsole, browseConsole } from '../support/harness/browsed-console.ts';
import { openedPages } from '../support/harness/opened-pages.ts';
import { postSigned } from '../support/harness/post-signed.ts';

let stack: BrowsedConsole;
const { open, close } = openedPages(() => stack);

beforeAll(async () => {
  stack = await browseConsole({ environment: { HOLD_SECONDS: '1' } });
});

afterAll(() => stack[Symbol.asyncDispose]());

afterEach(async () => {
  expect(await close()).toEqual([]);
});

/** Types a body in the send pane, sends it, and opens what came of it. */
async function sendBody(page: Page, change: (body: string) => string): Promise<void> {
  const before = await newest(page);
  await page.getByRole('link', { name: 'Send', exact: true }).click();
  const body = page.getByRole('textbox', { name: 'Body' });
  await expect.poll(() => body.inputValue()).toContain('"total_price": "78000"');
  await body.fill(change(await body.inputValue()));
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('status', { name: 'Answer' }).getByText('"queued"').waitFor();
  await openNewest(page, before);
}

/** Returns the address of the newest delivery. */
async function newest(page: Page): Promise<string | null> {
  await page.getByRole('link', { name: 'Live', exact: true }).click();
  return page.getByRole('table', { name: 'Deliveries' }).getByRole('link').first().getAttribute('href');
}

/** Opens the newest delivery, once there is one after `before`. */
async function openNewest(page: Page, before?: string | null): Promise<void> {
  await expect.poll(() => newest(page)).not.toBe(before);
  await page.getByRole('table', { name: 'Deliveries' }).getByRole('link').first().click();
}

const stepsOf = (page: Page) => page.getByRole('list', { name: 'Steps' });

describe('The sample order', () => {
  test('is there at once, and each of its six steps is good', async () => {
    const page = await open();
    await page.getByRole('table', { name: 'Deliveries' }).getByText('7301648205117').waitFor();
    await openNewest(page);
    const steps = stepsOf(page);
    await steps.getByText('accepted').waitFor();

    const good = /^(?:[^–]*✔[^–]*){6}$/s;
    await expect.poll(async () => (await steps.getByRole('listitem').allInnerTexts()).join()).toMatch(good);
    expect(await steps.innerText()).toMatch(/verified.*adds up.*df_purchase.*in request.*accepted.*20000/s);
  });

  test('shows nobody until it is asked to', async () => {
    const page = await open('/#/live/1');
    await page.getByText('Body · ').click();
    const article = page.getByRole('article', { name: 'Delivery 1' });
    const body = article.getByRole('region', { name: 'Body of the delivery' });
    await body.getByText('‹').first().waitFor();
    expect(await article.textContent()).not.toContain('@example.com');

    await page.getByLabel('Show personal data').check();

    await body.getByText('@example.com').first().waitFor();
  });

  test('sent again is known, which is said', async () => {
    const page = await open('/#/live/1');
    await page.getByRole('button', { name: 'Same again' }).click();

    await page.getByRole('table', { name: 'Deliveries' }).getByText('known').waitFor();
  });
});

test('A total that is typed wrong shows in the money, and the order is delivered all the same', async () => {
  const page = await open();
  await sendBody(page, (body) => body.replaceAll('"78000"', '"73000"'));

  const money = page.getByRole('table', { name: 'Money' });
  await money.getByText('does not add up').waitFor();
  expect(await money.getByRole('row', { name: /adds up to/ }).innerText()).toContain('78,000');
  expect(await money.getByRole('row', { name: /the shop says/ }).innerText()).toContain('73,000');
  await stepsOf(page).getByText('does not add up').waitFor();
  await stepsOf(page).getByText('accepted').waitFor();
});

test('한 바이트가 바뀐 본문은 401이고, 까닭이 보인다', async () => {
  const page = await open('/', { locale: 'ko-KR' });
  const status = await postSigned(stack.url, { body: '{"id":1}', signedBody: '{"id":2}' });
  expect(status).toBe(401);
  const row = page.getByRole('row', { name: /거절됨/ });
  await row.getByText('signature-mismatch').waitFor();

  await row.getByRole('link').click();

  const why = page.getByRole('status', { name: '거절된 까닭' });
  await why.getByText('맞지 않습니다').waitFor();
  await why.getByText('기대한 값').waitFor();
});

describe('What Dfinery refuses', () => {
  test('waits with its next try, and is sent when Dfinery is well again', async () => {
    const page = await open();
    const standIn = page.getByLabel('Dfinery stand-in');
    await standIn.selectOption({ label: 'refuses: 40001' });
    onTestFinished(async () => {
      await fetch(`${stack.url}/__double/standing`, { method: 'DELETE' });
    });
    await sendBody(page, (body) => body);
    await stepsOf(page).getByText('40001').waitFor();
    await page
      .getByRole('status', { name: 'What happens next' })
      .getByText(/next (try|probe)/)
      .waitFor();
    await page.getByRole('link', { name: 'Waiting', exact: true }).click();
    await page
      .getByRole('list', { name: 'Orders that are not sent yet' })
      .getByText(/40001|refuse/)
      .waitFor();

    await standIn.selectOption({ label: 'well' });

    await openNewest(page);
    await stepsOf(page).getByText('20000').waitFor({ timeout: 120_000 });
  });

  test('is known before it is sent: a property is not registered', async () => {
    const page = await open();
    await page.getByText('not registered: 0').click();
    await page.getByLabel('Names that are not registered').fill('df_delivery_charge');
    await page.getByRole('button', { name: 'Apply' }).click();
    onTestFinished(async () => {
      await fetch(`${stack.url}/__double/unregistered`, { method: 'DELETE' });
    });
    await page.getByText('not registered: 1').waitFor();

    await page.getByRole('link', { name: 'Send', exact: true }).click();

    await page
      .getByRole('list', { name: 'Dfinery would refuse it' })
      .getByText('events.0.event_properties.df_delivery_charge: not registered')
      .waitFor();
  });
});

describe('A case of each source', () => {
  const cases = [
    ['Shopify', 'guest', 'df_purchase'],
    ['Shopify', 'refund', 'df_purchase'],
    ['Shopify', 'many-lines', 'df_purchase'],
    ['Shopify', 'emoji', 'df_purchase'],
    ['Shopify', 'unreadable', 'currency'],
    ['WooCommerce', 'paid', 'df_purchase'],
    ['Standard Webhooks', 'paid', 'df_purchase'],
    ['SHOPLINE', 'paid', 'df_purchase'],
    ['Cafe24', undefined, 'references'],
    ['Imweb', undefined, 'references'],
    ['BigCommerce', undefined, 'references'],
    ['Stripe Checkout', undefined, 'references'],
  ] as const;

  test('is read as the receiver would, while one looks', async () => {
    const page = await open('/#/send');
    for (const [source, name, becomes] of cases) {
      await page.getByLabel('Source').selectOption({ label: source });
      if (name !== undefined) await page.getByLabel('Case').selectOption({ label: name });
      const found = page.getByRole('status', { name: 'What it would become' });
      await expect.poll(() => found.innerText(), { message: `${source} ${name ?? ''}` }).toContain(becomes);
    }
  });
});
