import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startCloudWatchDouble } from '../../infra/local/aws/cloudwatch-double.ts';
import { type Emulator, startEmulator } from '../../infra/local/aws/emulator.ts';
import { functionEnvironment } from '../../infra/local/aws/function-environment.ts';
import { startParameterStoreDouble } from '../../infra/local/aws/parameter-store-double.ts';
import { startTables } from '../../infra/local/aws/tables.ts';
import { createStopList } from '../../infra/local/stop-list.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { aQueuedMessage } from '../support/builders/queue-records.ts';
import { startCloudFormationDouble } from '../support/doubles/cloud-formation-double.ts';
import { launchBrowser, openPage } from '../support/harness/browsed-console.ts';
import { letDie, parkReadable } from '../support/harness/mendable-things.ts';

/** As an agency has them. */
const SHOPS = Array.from({ length: 40 }, (_, index) => `shop-${String(index + 1).padStart(2, '0')}`);

const stops = createStopList();
let emulator: Emulator;
let browser: Browser;
let consoleUrl: string;

beforeAll(async () => {
  emulator = stops.add(await startEmulator({ longestPollSeconds: 0.02 }));
  const tables = stops.add(await startTables());
  const connections = Object.fromEntries(
    SHOPS.map((id) => [
      id,
      aConnection({ shop: `${id}.myshopify.com`, dfinery: { serviceId: id, accessToken: 'a' } }),
    ]),
  );
  const parameterStore = stops.add(
    await startParameterStoreDouble({
      connections: () => Promise.resolve(connections),
      path: '/dfinery-webhook-adapter/prod/connections',
    }),
  );
  const cloudWatch = stops.add(await startCloudWatchDouble());
  const urls = { parameterStore: parameterStore.url, dfinery: '', cloudWatch: cloudWatch.url };
  const local = functionEnvironment({ emulator, tables }, urls);
  const stack = stops.add(
    await startCloudFormationDouble({
      EventsQueueUrl: emulator.eventsQueueUrl,
      EventsDeadLetterQueueUrl: emulator.deadLetterQueueUrl,
      FetchesQueueUrl: emulator.fetchesQueueUrl,
      FetchesDeadLetterQueueUrl: emulator.fetchesDeadLetterQueueUrl,
      ErasuresQueueUrl: emulator.erasuresQueueUrl,
      ErasuresDeadLetterQueueUrl: emulator.erasuresDeadLetterQueueUrl,
      ErasuresTableName: tables.erasures,
      ParkedDeliveriesBucketName: emulator.parkedBucket,
      LedgerTableName: tables.ledger,
      TokensTableName: tables.tokens,
      LogGroups: '/aws/lambda/dfinery-webhook-adapter-prod-receiveWebhook',
    }),
  );
  cloudWatch.take(
    '/aws/lambda/dfinery-webhook-adapter-prod-receiveWebhook',
    '{"level":"INFO","message":"Delivery queued","orderId":"7301648205117","connection":"shop-07","events":1}',
  );
  await parkReadable(local, '{"id":1}', 'shop-07');
  const dead = aQueuedMessage({ orderId: '880003', connection: 'shop-07' });
  await letDie(local, dead, 'df_order_id is not registered');
  const endpoints = Object.fromEntries(Object.entries(local).filter(([name]) => name.startsWith('AWS_')));
  consoleUrl = await startConsole({ ...endpoints, AWS_ENDPOINT_URL_CLOUDFORMATION: stack.url });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await stops.stopAll();
});

/** Runs `adapter console --stage prod` as an operator does. */
async function startConsole(endpoints: Readonly<Record<string, string>>): Promise<string> {
  const args = ['lib/cli/adapter.ts', 'console', '--stage', 'prod', '--port', '0'];
  const env = { ...endpoints, AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  stops.add({
    stop: async () => {
      child.kill('SIGINT');
      expect(await ended).toEqual([0, null]);
    },
  });
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return /at (\S+)/.exec(line)?.[1] ?? '';
}

async function open(pane: string): Promise<Page> {
  const { page, troubles } = await openPage(browser, `${consoleUrl}#/${pane}`);
  onTestFinished(async () => {
    await page.context().close();
    expect(troubles).toEqual([]);
  });
  return page;
}

describe('The console of a stage', () => {
  test('is nothing to other users of the machine, who do not see the terminal', async () => {
    const { origin } = new URL(consoleUrl);

    expect((await fetch(`${origin}/`)).status).toBe(403);
    expect((await fetch(`${origin}/api/about`)).status).toBe(403);
  });

  test('says which it is, and lists all of its connections at once', async () => {
    const page = await open('health');

    await page.getByText('stage prod', { exact: true }).waitFor();
    const table = page.getByRole('table', { name: 'Connections' });
    await expect.poll(() => table.getByRole('row').count()).toBe(1 + SHOPS.length);
    await page.getByRole('searchbox', { name: 'Filter' }).fill('shop-07');
    await expect.poll(() => table.getByRole('row').count()).toBe(2);
  });

  test('shows log lines in the place of deliveries, when it is asked', async () => {
    const page = await open('live');

    await page.getByRole('button', { name: 'Look at the last 15 minutes' }).click();

    await page.getByText('7301648205117').first().waitFor();
  });

  test('replays nothing: it tries, and shows the command for the rest', async () => {
    const page = await open('parked');
    await page
      .getByRole('row', { name: /tax_lines/ })
      .getByRole('link')
      .click();
    const parked = page.getByRole('article', { name: 'Parked delivery' });

    await parked.getByText(/^adapter parked replay \S+ --stage prod$/).waitFor();
    await parked.getByRole('button', { name: 'Replay: dry run' }).click();
    await parked.getByRole('status', { name: 'Replay: dry run' }).getByText('parked').first().waitFor();

    expect(await page.getByRole('button', { name: /do it/ }).count()).toBe(0);
  });

  test('redrives nothing: it looks when it is asked, and shows the command', async () => {
    const page = await open('letters');
    await page.getByText('hides the letters from others').waitFor();
    await page.getByRole('button', { name: 'Look' }).click();
    const group = page.getByRole('article', { name: /refused 40001/ });

    await group.getByText('is not registered').waitFor();
    await group.getByText(/^adapter dead-letters redrive .*--yes --stage prod$/).waitFor();
    // It was not run: the letter is still there.
    await page.reload();
    await page.getByRole('button', { name: 'Look' }).click();
    await group.getByText('is not registered').waitFor();

    expect(await page.getByRole('button', { name: /do it/ }).count()).toBe(0);
  });

  test('sends nothing', async () => {
    const page = await open('send');
    await page
      .getByRole('status', { name: 'What it would become' })
      .getByText('df_purchase')
      .first()
      .waitFor();

    await page.getByText(/^adapter trigger .*--stage prod$/).waitFor();

    expect(await page.getByRole('button', { name: 'Send', exact: true }).count()).toBe(0);
    expect(await page.getByLabel('Dfinery stand-in').count()).toBe(0);
  });
});
