import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import {
  type Cafe24Double,
  startCafe24Double,
} from '../../../test/support/doubles/cafe24-double/cafe24-double.ts';
import { recordTelemetry } from '../../../test/support/doubles/recorded-telemetry.ts';
import type { TypedSecret } from '../../../test/support/doubles/recorded-terminal.ts';
import { startOperatedAdapter } from '../../../test/support/harness/operated-adapter.ts';
import { createAccessTokens } from '../../shop-client/access-tokens.ts';
import { createAskShop } from '../../shop-client/ask-shop.ts';
import { fetchFromShop } from '../../shop-client/fetch-from-shop.ts';
import { createGrantedTokens } from '../../shop-client/granted-tokens.ts';
import { cafe24 } from '../../sources/cafe24/source.ts';
import { createTokenStore, type TokenStore } from '../../stores/tokens/token-store.ts';

const ORDER_ID = '20261124-0000001';

let double: Cafe24Double;
let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;
let dynamoDb: DynamoDBClient;
let store: TokenStore;
/** Milliseconds by which the double's clock is ahead. */
let ahead = 0;

beforeAll(async () => {
  double = await startCafe24Double({ now: () => new Date(Date.now() + ahead) });
  double.putOrder({ order_id: ORDER_ID, paid: 'T' });
  const mall = { source: 'cafe24', shop: double.mall, api: { ...double.client } };
  adapter = await startOperatedAdapter(
    {
      main: aConnection(mall),
      shopify: aConnection(),
      woocommerce: aConnection({
        source: 'woocommerce',
        shop: 'shop.example.com',
        api: { ...double.client },
      }),
      half: aConnection({ source: 'cafe24', shop: double.mall }),
      misnamed: aConnection({ ...mall, shop: 'no.mall' }),
      stranger: aConnection({ ...mall, api: { ...double.client, clientSecret: 'a-secret-of-another-app' } }),
    },
    { SHOP_API_BASE_URL: double.url },
  );
  dynamoDb = new DynamoDBClient(localClientSettings(adapter.tables.endpoint));
  const table = { dynamoDb, table: adapter.tables.tokens, budgetMs: 30_000 };
  store = createTokenStore({ ...table, now: Date.now });
});

beforeEach(() => {
  ahead = 0;
});

afterEach(() => store.remove('main'));

afterAll(async () => {
  dynamoDb.destroy();
  await adapter.stop();
  await double.stop();
});

/** Takes the address of the page from what the command said. */
function pageIn(complaints: readonly string[]): string {
  return /https:\S+/.exec(complaints.join('\n'))?.[0] ?? '';
}

const agree: TypedSecret = async (complaints) => (await double.click(pageIn(complaints))).href;

function authorize(typed: TypedSecret = agree, { id = 'main', redirectUri = double.redirectUri } = {}) {
  const args = ['connection', 'authorize', id, '--redirect-uri', redirectUri];
  return adapter.run(args, {}, {}, [typed]);
}

describe('if the owner agrees', () => {
  test('the page is that of the mall and asks only for orders', async () => {
    const { complaints } = await authorize();

    const page = new URL(pageIn(complaints));
    expect(page.origin).toBe(`https://${double.mall}.cafe24api.com`);
    expect(Object.fromEntries(page.searchParams)).toMatchObject({
      client_id: double.client.clientId,
      redirect_uri: double.redirectUri,
      scope: 'mall.read_order',
    });
  });

  test('the tokens are stored sealed, and are not printed', async () => {
    const { exitCode, json, printed, complaints } = await authorize();

    expect(exitCode).toBe(0);
    expect(json).toEqual([
      {
        id: 'main',
        outcome: 'authorized',
        refreshExpiresAt: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
      },
    ]);
    const stored = await store.read('main');
    const output = [...printed, ...complaints, stored?.sealed].join('\n');
    expect(output).not.toMatch(/access-\d|refresh-\d|code-\d|secret-of/);
    expect(Buffer.from(stored?.sealed ?? '', 'base64').toString()).not.toMatch(/access-\d|refresh-\d/);
  });

  test('an order is fetched with them', async () => {
    await authorize();

    expect(await fetchAsTheFunctionDoes()).toMatchObject({ kind: 'found', found: { order_id: ORDER_ID } });
  });

  test('a second time, new tokens replace the old ones, which no longer work', async () => {
    await authorize();
    const given = double.tokensGiven();
    expect((await authorize()).exitCode).toBe(0);

    expect(double.tokensGiven()).toBe(given + 1);
    expect(await store.read('main')).toMatchObject({ version: 2 });
    double.expireAccess();
    expect(await fetchAsTheFunctionDoes()).toMatchObject({ kind: 'found' });
  });

  async function fetchAsTheFunctionDoes() {
    const ask = createAskShop(new URL(double.url));
    const telemetry = recordTelemetry();
    const tokens = createAccessTokens({
      store,
      ask,
      telemetry,
      now: Date.now,
      sleep,
      newOwner: () => 'owner',
    });
    const { api } = cafe24;
    if (api?.orders === undefined) throw new Error('Cafe24 has an API');
    const { result } = await fetchFromShop(
      {
        ask,
        tokens,
        granted: createGrantedTokens({ ask, telemetry, now: Date.now }),
        telemetry,
        now: Date.now,
      },
      { connection: 'main', shop: double.mall, api, client: double.client },
      { call: api.orders, reference: { orderId: ORDER_ID, parameters: { shop_no: '1' } } },
    );
    return result;
  }
});

describe('nothing is stored', () => {
  afterEach(async () => {
    expect(await store.list()).toEqual([]);
  });

  const addressWith =
    (change: (parameters: URLSearchParams) => void): TypedSecret =>
    async (complaints) => {
      const back = await double.click(pageIn(complaints));
      change(back.searchParams);
      return back.href;
    };

  test.each<[string, TypedSecret, number, RegExp]>([
    [
      'of another attempt',
      addressWith((parameters) => {
        parameters.set('state', 'of-somebody-else');
      }),
      1,
      /another attempt/,
    ],
    [
      'without a state',
      addressWith((parameters) => {
        parameters.delete('state');
      }),
      1,
      /another attempt/,
    ],
    [
      'without a code',
      addressWith((parameters) => {
        parameters.delete('code');
      }),
      1,
      /has no code/,
    ],
    ['that is not a URL', 'code-1', 1, /has no code/],
    ['of a refusal', async (said) => (await double.click(pageIn(said), 'decline')).href, 1, /access_denied/],
  ])('if the address is one %s', async (_, typed, exitCode, words) => {
    const given = double.tokensGiven();
    const answer = await authorize(typed);

    expect(answer.exitCode).toBe(exitCode);
    expect(answer.complaints.at(-1)).toMatch(words);
    expect(double.tokensGiven()).toBe(given);
  });

  test('if the code is too old', async () => {
    const { exitCode, complaints } = await authorize(async (said) => {
      const back = await double.click(pageIn(said));
      ahead = 60_000;
      return back.href;
    });

    expect(exitCode).toBe(4);
    expect(complaints.at(-1)).toBe('The shop gave no tokens: HTTP 400');
  });

  test('if the code was used before', async () => {
    const { exitCode } = await authorize(async (said) => {
      const back = await double.click(pageIn(said));
      const redirect = { code: back.searchParams.get('code') ?? '', redirectUri: double.redirectUri };
      const request = cafe24.api?.oauth?.codeRequest(double.client, redirect);
      await fetch(double.url + (request?.path ?? ''), { ...request, redirect: 'manual' });
      return back.href;
    });

    expect(exitCode).toBe(4);
  });

  test.each([
    [{ status: 503 }, 5, 'HTTP 503'],
    [{ fault: 'reset' }, 5, 'connection-failed'],
    [{ fault: 'not-json' }, 4, 'cannot be read'],
    [{ status: 200, body: { access_token: 'access-1' } }, 4, 'cannot be read'],
  ] as const)('if the mall answers %o', async (step, exitCode, words) => {
    double.play({ on: 'token', ...step });
    const answer = await authorize();

    expect(answer.exitCode).toBe(exitCode);
    expect(answer.complaints.at(-1)).toContain(words);
    expect(answer.complaints.join()).not.toMatch(/access-\d|code-\d/);
  });

  test.each([
    ['shopify', 1, 'takes the client id and secret as they are: there is nothing to authorize'],
    ['woocommerce', 1, 'takes the client id and secret as they are: there is nothing to authorize'],
    ['half', 1, 'has no client id and secret: run adapter connection put'],
    ['misnamed', 1, 'names no mall of Cafe24'],
    ['nobody', 1, 'Unknown connection: nobody'],
    // The page knows the app; only its secret is wrong.
    ['stranger', 4, 'HTTP 401'],
  ])('for the connection %s', async (id, exitCode, words) => {
    const answer = await authorize(agree, { id });

    expect(answer.exitCode).toBe(exitCode);
    expect(answer.complaints.join()).toContain(words);
  });

  test('if there is no terminal', async () => {
    const { exitCode, complaints } = await adapter.run(
      ['connection', 'authorize', 'main', '--redirect-uri', double.redirectUri],
      {},
    );

    expect(exitCode).toBe(2);
    expect(complaints.join()).toContain('has to be pasted on a terminal');
  });

  test.each([['elsewhere'], ['']])('if the redirect address is %j', async (redirectUri) => {
    expect(await authorize(agree, { redirectUri })).toMatchObject({
      exitCode: 2,
      complaints: [expect.stringContaining('--redirect-uri needs the address')],
    });
  });

  test('if no redirect address is given', async () => {
    expect((await adapter.run(['connection', 'authorize', 'main'])).exitCode).toBe(2);
  });
});
