import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aQueuedMessage } from '../support/builders/queue-records.ts';
import { type BrowsedConsole, browseConsole } from '../support/harness/browsed-console.ts';
import { letDie, parkReadable } from '../support/harness/mendable-things.ts';
import { openedPages } from '../support/harness/opened-pages.ts';
import { postSigned } from '../support/harness/post-signed.ts';

let stack: BrowsedConsole;
const { open, close } = openedPages(() => stack);

beforeAll(async () => {
  stack = await browseConsole();
});

afterAll(() => stack[Symbol.asyncDispose]());

afterEach(async () => {
  expect(await close()).toEqual([]);
});

async function orderOf(id: number): Promise<string> {
  const text = await readFile('infra/local/sample-order.json', 'utf8');
  return text
    .replaceAll('7301648205117', String(id))
    .replaceAll('2026-11-24T10:15:00+09:00', new Date().toISOString());
}

async function orderIds(): Promise<readonly string[]> {
  const events = (await (await fetch(`${stack.url}/__double/events`)).json()) as {
    event: { event_properties: { df_order_id: string } };
  }[];
  return events.map(({ event }) => event.event_properties.df_order_id);
}

describe('A parked delivery', () => {
  test('shows what is wrong in its body, and is sent once it is mended', async () => {
    const broken = (await orderOf(880001)).replace('"currency": "KRW"', '"currency": 5');
    expect(await postSigned(stack.url, { body: broken })).toBe(200);
    const page = await open('/#/parked');
    await page.getByLabel('Show personal data').check();
    await page.getByRole('table', { name: 'Parked' }).getByRole('link').first().click();
    const parked = page.getByRole('article', { name: 'Parked delivery' });
    await parked.getByRole('region', { name: 'Body' }).getByText('← currency: expected string').waitFor();

    await parked.getByRole('button', { name: 'Edit and send' }).click();
    const body = page.getByRole('textbox', { name: 'Body' });
    await expect.poll(() => body.inputValue()).toContain('"currency": 5');
    await body.fill((await body.inputValue()).replace('"currency": 5', '"currency": "KRW"'));
    await page.getByRole('button', { name: 'Send', exact: true }).click();

    await expect.poll(orderIds).toContain('880001');
  });

  test('that an older adapter could not read is replayed, after a dry run, and is gone', async () => {
    await parkReadable(stack.variables, await orderOf(880002));
    const page = await open('/#/parked');
    const row = page.getByRole('row', { name: /tax_lines/ });
    await row.getByRole('link').click();
    const parked = page.getByRole('article', { name: 'Parked delivery' });
    await parked.getByRole('button', { name: 'Replay: dry run' }).click();
    await parked.getByRole('status', { name: 'Replay: dry run' }).getByText('queued').first().waitFor();
    expect(await orderIds()).not.toContain('880002');

    await parked.getByRole('button', { name: 'Replay: do it' }).click();

    await expect.poll(orderIds).toContain('880002');
    await expect.poll(() => row.count()).toBe(0);
  });
});

test('데드 레터는 디파이너리가 한 말과 함께 보이고, 모의 실행 뒤에 재투입된다', async () => {
  const message = aQueuedMessage({
    orderId: '880003',
    connection: 'example',
    serviceId: 'example-service',
    placedAt: new Date().toISOString(),
  });
  await letDie(stack.variables, message, 'df_order_id is not registered');
  const page = await open('/#/letters', { locale: 'ko-KR' });
  const group = page.getByRole('article', { name: /refused 40001/ });
  await group.getByText('is not registered').waitFor();

  await group.getByRole('button', { name: '재투입 모의 실행' }).click();
  await group.getByRole('status', { name: '재투입 모의 실행' }).getByText('refused').first().waitFor();
  expect(await orderIds()).not.toContain('880003');
  await group.getByRole('button', { name: '재투입 실행' }).click();

  await expect.poll(orderIds).toContain('880003');
  await expect.poll(() => group.count()).toBe(0);
});

test('An order is traced, and a day is compared in three lists', async () => {
  const page = await open('/#/trace');
  await page.getByLabel('Order id').fill('7301648205117');
  await page.getByLabel('Order id').press('Enter');
  await page
    .getByRole('status', { name: 'Trace' })
    .getByText(/^sent · /)
    .waitFor();

  await page.getByRole('link', { name: 'Completeness' }).click();
  const today = new Date().toISOString().slice(0, 10);
  await page.getByLabel('From').fill(today);
  await page.getByLabel('To', { exact: true }).fill(today);
  await page.getByRole('button', { name: 'Compare' }).click();

  const lists = page.getByRole('table', { name: 'Shop, ledger and Dfinery' });
  await lists.getByRole('row', { name: /Purchases/ }).waitFor();
});

test('Health says what needs a person, and the doctor finds every part as it should be', async () => {
  const page = await open('/#/health');
  await page
    .getByRole('table', { name: 'Accounts' })
    .getByText(/deliveries/)
    .first()
    .waitFor();
  await page.getByRole('table', { name: 'Connections' }).getByText('example-service').waitFor();

  await page.getByRole('button', { name: 'Run the doctor’s checks' }).click();

  await page.getByRole('table', { name: 'Doctor' }).getByText('versions', { exact: true }).waitFor();
});
