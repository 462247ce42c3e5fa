import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runAdapter } from '../../lib/cli/run-adapter.ts';
import { cafe24Order, webhookOf } from '../support/builders/cafe24-sales.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { startCafe24Double } from '../support/doubles/cafe24-double/cafe24-double.ts';
import { recordTerminal } from '../support/doubles/recorded-terminal.ts';
import { runStart, type StartCommand } from '../support/harness/start-command.ts';

const SECRET = 'example-secret-for-this-machine-only';
const READY = 'Ctrl-C ends it.';

/** A folder with the example connections and nothing else of this machine. */
let folder: string;
let started: StartCommand;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'start-'));
  await copyFile('connections.example.json', join(folder, 'connections.example.json'));
  started = runStart(folder, { PORT: '0' });
  await started.printed(READY);
  url = /listens on (\S+)/.exec(started.output())?.[1] ?? '';
});

afterAll(async () => {
  started.child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

async function post(body: string, signedBody = body): Promise<[number, unknown]> {
  const response = await fetch(`${url}/webhooks/shopify/example`, {
    method: 'POST',
    body,
    headers: {
      'Content-Type': 'application/json',
      'X-Shopify-Topic': 'orders/paid',
      'X-Shopify-Shop-Domain': 'example.myshopify.com',
      'X-Shopify-Webhook-Id': 'delivery-1',
      'X-Shopify-Hmac-Sha256': createHmac('sha256', SECRET).update(signedBody).digest('base64'),
    },
  });
  return [response.status, await response.json()];
}

async function orderIds(): Promise<unknown[]> {
  const events = (await (await fetch(`${url}/__double/events`)).json()) as {
    event: { event_properties: { df_order_id: string } };
  }[];
  return events.map(({ event }) => event.event_properties.df_order_id);
}

describe('The started adapter', () => {
  test('shows the sample order as it reached Dfinery, without the token', () => {
    expect(started.output()).toContain('"event_name": "df_purchase"');
    expect(started.output()).toContain('"df_order_id": "7301648205117"');
    expect(started.output()).toContain('Yuja honey tea 유자차');
    expect(started.output()).not.toContain('example-token');
    expect(started.errors()).toBe('');
  });

  test('leads to its console from the address of the webhooks, and from its second line', async () => {
    const consoleUrl = /look at it: +(\S+)/.exec(started.output())?.[1] ?? '';
    const frontPage = await (await fetch(`${url}/`)).text();
    const response = await fetch(consoleUrl);

    expect(frontPage).toContain(`href="${consoleUrl}"`);
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringContaining('<meta name="console-token" content="'),
    ]);
  });

  test('takes a signed order, and reports it by ids and counts only', async () => {
    const before = started.output().length;

    expect(await post(testOrder({ id: '1001' }))).toEqual([200, { status: 'queued', events: 1 }]);
    await started.printed('order 1001');
    expect(await orderIds()).toContain('1001');
    expect(started.output().slice(before)).not.toMatch(/example\.com|2345-?6789/);
  });

  test('understands the commands that it prints', async () => {
    const output = started.output();
    const commands = output.slice(output.indexOf('SECRET='), output.indexOf('See every event'));
    const { stdout } = await promisify(execFile)('bash', ['-c', commands.replace('curl -i', 'curl -s')]);

    // It is the order that was sent when the adapter started.
    expect(stdout).toBe('{"status":"known"}');
  });

  test('has a shop behind it, so that the commands find nothing wrong', async () => {
    const stack = await readFile(join(folder, '.local-stack.json'));
    const terminal = recordTerminal({ '.local-stack.json': stack });

    expect(await runAdapter(['doctor', '--local'], terminal)).toBe(0);
  });

  test('refuses an order with one changed byte', async () => {
    const body = testOrder({ id: '1002' });

    expect(await post(body.replace('72000', '12000'), body)).toEqual([401, { status: 'unauthorized' }]);
    expect(await orderIds()).not.toContain('1002');
    await started.printed('✗ 401 signature-mismatch: ');
    expect(started.errors()).toBe('');
  });

  test('answers `adapter status` and `adapter logs` with what the functions counted and logged', async () => {
    const files = { '.local-stack.json': await readFile(join(folder, '.local-stack.json')) };
    const status = recordTerminal(files);
    const logs = recordTerminal(files);

    // The refusal of the test before waits for a person.
    expect(await runAdapter(['status', '--local'], status)).toBe(8);
    expect(status.printed.join('\n')).toMatch(/hour {2}\d+ received = .*1 refused \(signature-mismatch 1\)/);
    expect(await runAdapter(['logs', '--order', '1001', '--local'], logs)).toBe(0);
    expect(logs.printed.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
      'Delivery queued',
      'Events sent',
    ]);
    expect(logs.printed.join()).not.toMatch(/@|2345-?6789/);
  });

  test('is out of reach for other machines', async () => {
    const others = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    const outside = others.find(({ internal, family }) => !internal && family === 'IPv4');
    const port = new URL(url).port;

    if (outside !== undefined) await expect(fetch(`http://${outside.address}:${port}/`)).rejects.toThrow();
  });

  test('says in one line that its port is taken, and ends', async () => {
    const second = runStart(folder, { PORT: new URL(url).port });

    expect(await second.exitCode).toBe(1);
    expect(second.errors().trim()).toMatch(/^Port \d+ is in use\..*PORT=.*$/);
    expect(second.output()).toBe('');
  });

  test('sends nothing by itself to given connections', async () => {
    const third = runStart(folder, { PORT: '0', CONNECTIONS_FILE: 'connections.example.json' });
    await third.printed(READY);

    expect(third.output()).not.toContain('sample order');
    expect(third.output()).not.toContain('df_purchase');
    third.child.kill('SIGTERM');
    expect(await third.exitCode).toBe(0);
  });

  test('fetches the orders of a mall from a stand-in for its API, and so do the commands', async () => {
    const mall = await startCafe24Double();
    const orderId = '20261124-0000001';
    mall.putOrder(cafe24Order(orderId));
    const connection = {
      source: 'cafe24',
      shop: mall.mall,
      secrets: ['webhook-key-of-the-test'],
      api: mall.client,
      dfinery: { serviceId: 'service-1', accessToken: 'a-token' },
    };
    // The file of the stack in the other folder stays that stack's.
    const own = join(folder, 'mall');
    await mkdir(own);
    await writeFile(join(own, 'mall.json'), JSON.stringify({ mall: connection }));
    const third = runStart(own, {
      PORT: '0',
      CONNECTIONS_FILE: 'mall.json',
      SHOP_API_BASE_URL: mall.url,
    });
    onTestFinished(async () => {
      third.child.kill('SIGKILL');
      await mall.stop();
    });
    await third.printed(READY);
    const stack = await readFile(join(own, '.local-stack.json'));

    const agree = async (told: readonly string[]) =>
      (await mall.click(/https:\S+/.exec(told.join('\n'))?.[0] ?? '')).href;
    const terminal = recordTerminal({ '.local-stack.json': stack }, {}, [agree]);
    const args = ['connection', 'authorize', 'mall', '--redirect-uri', mall.redirectUri, '--local'];
    expect(await runAdapter(args, terminal)).toBe(0);
    const address = /listens on (\S+)/.exec(third.output())?.[1] ?? '';
    const response = await fetch(`${address}/webhooks/cafe24/mall`, {
      method: 'POST',
      headers: { 'x-api-key': 'webhook-key-of-the-test' },
      body: webhookOf(mall.mall, orderId),
    });
    expect(response.status).toBe(200);
    await third.printed(`order ${orderId}`);

    third.child.kill('SIGTERM');
    expect(await third.exitCode).toBe(0);
  });

  test('names the faults of a connections file, and ends', async () => {
    await writeFile(join(folder, 'mine.json'), '{"mine":{"source":"shopify","secrets":["short"]}}');
    const third = runStart(folder, { PORT: '0', CONNECTIONS_FILE: 'mine.json' });

    expect(await third.exitCode).toBe(1);
    expect(third.errors().trim()).toMatch(
      /^mine\.json is not usable: mine\.secrets\.0: .*mine\.dfinery: .*$/,
    );
  });

  test('ends on Ctrl-C and leaves nothing listening', async () => {
    const standIn = /stand-in on (\S+)/.exec(started.output())?.[1] ?? '';
    started.child.kill('SIGINT');

    expect(await started.exitCode).toBe(0);
    for (const origin of [url, standIn]) await expect(fetch(`${origin}/__double/events`)).rejects.toThrow();
  });
});
