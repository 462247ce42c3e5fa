import { createServer, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordTerminal } from '../../test/support/doubles/recorded-terminal.ts';
import { sources } from '../sources/registry.ts';
import { runAdapter } from './run-adapter.ts';

const SECRET = 'send-secret-1234567';
const connection = JSON.stringify({ source: 'shopify', shop: 'a.myshopify.com', secrets: [SECRET] });
const files = {
  'order.json': '{"id":1,"name":"🍵"}',
  'c.json': connection,
  'bare.json': '{"source":"shopify"}',
};

let server: Server;
let to: string;
let status: number;
let verdicts: unknown[];

beforeEach(async () => {
  status = 200;
  verdicts = [];
  server = createServer((request, response) => {
    void buffer(request).then((rawBody) => {
      const headers = request.headers as Record<string, string>;
      const delivery = sources.shopify.readHeaders({ headers, rawBody });
      const identity = { secrets: [SECRET], shop: 'a.myshopify.com' };
      verdicts.push(sources.shopify.verify(delivery, identity, new Date()).valid, delivery.topic);
      response.writeHead(status, { location: '/elsewhere' }).end('{"status":"queued","events":1}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  to = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/webhooks` : '';
});

afterEach(() => {
  server.close();
});

const send = (rest: readonly string[]) => [
  'send',
  ...['--source', 'shopify', '--topic', 'orders/paid', '--to', to],
  ...rest,
  'order.json',
];

test('signs as the platform would and prints the answer', async () => {
  const terminal = recordTerminal(files);
  const exitCode = await runAdapter(send(['--connection', 'c.json']), terminal);

  expect(exitCode).toBe(0);
  expect(verdicts).toEqual([true, 'orders/paid']);
  expect(terminal.printed).toEqual(['200 {"status":"queued","events":1}']);
});

test('takes the secret from the environment if the connection has none', async () => {
  const terminal = recordTerminal(files, { WEBHOOK_SECRET: SECRET });
  await runAdapter(send(['--connection', 'bare.json']), terminal);

  expect(terminal.printed).toHaveLength(1);
});

test('without a secret nothing is sent', async () => {
  const terminal = recordTerminal(files);

  expect(await runAdapter(send(['--connection', 'bare.json']), terminal)).toBe(1);
  expect(terminal.complaints.join()).toContain('WEBHOOK_SECRET');
  expect(verdicts).toEqual([]);
});

test.each([
  [401, 4],
  [413, 4],
  [302, 4],
  [503, 5],
])('HTTP %d ends with exit code %d', async (answered, exitCode) => {
  status = answered;

  expect(await runAdapter(send(['--connection', 'c.json']), recordTerminal(files))).toBe(exitCode);
});

test('an address without a server is unreachable', async () => {
  await new Promise((resolve) => server.close(resolve));
  const terminal = recordTerminal(files);

  expect(await runAdapter(send(['--connection', 'c.json']), terminal)).toBe(5);
  expect(terminal.complaints.join()).toContain('ECONNREFUSED');
});
