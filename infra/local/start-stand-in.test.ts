import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { startCloudWatchDouble } from './aws/cloudwatch-double.ts';
import { startEmulator } from './aws/emulator.ts';
import { startParameterStoreDouble } from './aws/parameter-store-double.ts';
import { startTables } from './aws/tables.ts';
import { startDfineryDouble } from './dfinery-double/dfinery-double.ts';
import { startShopifyShop } from './shop-double/shopify-shop.ts';

interface StandIn {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const withUrl = ({
  endpoint,
  stop,
}: {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}): StandIn => ({
  url: endpoint,
  stop,
});

/** Each stand-in of `npm start` that listens. */
const standIns: readonly (readonly [string, () => Promise<StandIn>])[] = [
  ['SQS and S3', async () => withUrl(await startEmulator())],
  ['DynamoDB', async () => withUrl(await startTables())],
  ['SSM', () => startParameterStoreDouble({ path: '/connections', connections: () => Promise.resolve({}) })],
  ['CloudWatch', () => startCloudWatchDouble()],
  ['Dfinery', () => startDfineryDouble({ findService: () => Promise.resolve(undefined) })],
  ['Shopify', () => startShopifyShop({ client: { clientId: 'app', clientSecret: 'secret of the app' } })],
];

test.each(standIns)('The stand-in for %s answers programs only', async (_, start) => {
  const { url, stop } = await start();
  onTestFinished(stop);
  const ofPages = [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'http://127.0.0.1:1' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-site' },
    { host: `rebound.example:${new URL(url).port}` },
  ];

  expect((await ask(url, {})).statusCode).not.toBe(403);
  for (const headers of ofPages) {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const answer = await ask(url, headers, method);
      expect([headers, method, answer.statusCode]).toEqual([headers, method, 403]);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  }
});

/** `fetch` sets the host, and where a request is from, by itself. */
async function ask(
  url: string,
  headers: Readonly<Record<string, string>>,
  method = 'GET',
): Promise<IncomingMessage> {
  const asked = request(url, { method, headers }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return answer;
}
