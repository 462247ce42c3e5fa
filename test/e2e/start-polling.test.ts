import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { readConnectionsFile } from '../../infra/local/connections-file.ts';
import { deliver } from '../../infra/local/sample-delivery.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { runStart, type StartCommand } from '../support/harness/start-command.ts';

const READY = 'Ctrl-C ends it.';

let folder: string;
let started: StartCommand;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'start-polling-'));
  const file = 'connections.example.json';
  await copyFile(file, join(folder, file));
  // A named file: no sample order is sent.
  started = runStart(folder, { PORT: '0', CONNECTIONS_FILE: file, POLL_SECONDS: '1', HOLD_SECONDS: '1' });
  await started.printed(READY);
  url = /listens on (\S+)/.exec(started.output())?.[1] ?? '';
});

afterAll(async () => {
  started.child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

async function place(body?: string): Promise<[number, unknown]> {
  const response = await fetch(`${url}/__shop/orders`, { method: 'POST', ...(body && { body }) });
  return [response.status, await response.json()];
}

async function placedId(): Promise<string> {
  const [, answer] = await place();
  return (answer as { id: string }).id;
}

async function orderIds(): Promise<unknown[]> {
  const events = (await (await fetch(`${url}/__double/events`)).json()) as {
    event: { event_properties: { df_order_id: string } };
  }[];
  return events.map(({ event }) => event.event_properties.df_order_id);
}

test('An order without a webhook comes by the poll, once', async () => {
  const first = await placedId();
  await expect.poll(orderIds).toEqual([first]);

  // The poll that brings the second order lists the first one again.
  const second = await placedId();
  await expect.poll(orderIds).toEqual([first, second]);
  expect(started.output()).toContain(`order ${second}`);
  expect(started.output()).not.toContain('delivery to');
  expect(started.errors()).toBe('');
});

test('An order of one’s own is placed as it is, and what its webhook brought is not sent again', async () => {
  const { example } = await readConnectionsFile('connections.example.json');
  if (example === undefined) throw new Error('There is no example');
  const before = await orderIds();
  const mine = testOrder({ id: '1001' });
  expect((await deliver(mine, { url, id: 'example', connection: example })).status).toBe(200);
  await expect.poll(orderIds).toEqual([...before, '1001']);

  expect(await place(mine)).toEqual([200, { id: '1001' }]);
  expect(await place(testOrder({ id: '1002' }))).toEqual([200, { id: '1002' }]);
  await expect.poll(orderIds).toEqual([...before, '1001', '1002']);
});

test.each(['{"id":', '[]', '{"id":"1003"}'])('%s is no order', async (body) => {
  expect((await place(body))[0]).toBe(400);
});

test('It says if no connection of the file can be polled', async () => {
  const connection = {
    source: 'shopify',
    secrets: ['a-secret-of-enough-length'],
    dfinery: { serviceId: 'service', accessToken: 'token' },
  };
  await writeFile(join(folder, 'mine.json'), JSON.stringify({ mine: connection }));
  const other = runStart(folder, { PORT: '0', CONNECTIONS_FILE: 'mine.json', POLL_SECONDS: '1' });
  onTestFinished(() => void other.child.kill('SIGKILL'));
  await other.printed(READY);

  expect(other.output()).toContain('No stand-in plays a shop: no Shopify connection of mine.json has "poll"');
  expect(other.output()).not.toContain('/__shop/');
});
