import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LOCAL_REGION, localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../../infra/local/aws/tables.ts';
import { startDfineryDouble } from '../../../infra/local/dfinery-double/dfinery-double.ts';
import { startNotedChanges } from '../../../test/support/doubles/noted-changes.ts';
import { recordTerminal } from '../../../test/support/doubles/recorded-terminal.ts';
import {
  startWritableParameterStore,
  type WritableParameterStore,
} from '../../../test/support/doubles/writable-parameter-store.ts';
import { createTokenStore } from '../../stores/tokens/token-store.ts';
import type { Screen } from '../command.ts';
import { runAdapter } from '../run-adapter.ts';

const PATH = '/dfinery-webhook-adapter/prod/connections';
const whole = {
  source: 'shopify',
  shop: 'main.myshopify.com',
  secrets: ['a-signing-secret-of-main'],
  since: '2026-11-01T00:00:00Z',
  dfinery: { serviceId: 'service-1', accessToken: 'token-of-service-1' },
};
const imweb = { ...whole, source: 'imweb', shop: 'S2025012450f7813d2ddau' };

const address = 'http://127.0.0.1:9';
/** An adapter whose queues, tables and bucket do not answer. */
const nowhere = {
  LEDGER_TABLE: 'ledger',
  TOKENS_TABLE: 'tokens',
  AWS_ENDPOINT_URL_DYNAMODB: address,
  AWS_ENDPOINT_URL_SQS: address,
  AWS_ENDPOINT_URL_S3: address,
  AWS_MAX_ATTEMPTS: '1',
  EVENTS_QUEUE_URL: address,
  DEAD_LETTER_QUEUE_URL: address,
  FETCHES_QUEUE_URL: address,
  FETCHES_DEAD_LETTER_QUEUE_URL: address,
  ERASURES_QUEUE_URL: address,
  ERASURES_DEAD_LETTER_QUEUE_URL: address,
  ERASURES_TABLE: 'erasures',
  ERASURE_KEY_PARAMETER: '/shop/test/erasure-key',
  PARKED_BUCKET: 'parked',
};

let store: WritableParameterStore;
let changes: Awaited<ReturnType<typeof startNotedChanges>>;

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test').stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  store = await startWritableParameterStore();
  changes = await startNotedChanges();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await changes.stop();
  await store.stop();
});

async function run(
  args: readonly string[],
  {
    files = {},
    secrets = [],
    dfinery = '',
    isFromEnvironment = false,
    screen,
  }: {
    screen?: Screen;
    files?: Record<string, unknown>;
    secrets?: string[];
    dfinery?: string;
    /** Of a deployed adapter of which only SSM answers. */
    isFromEnvironment?: boolean;
  } = {},
) {
  const texts = Object.entries(files).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const environment = {
    ...changes.environment,
    AWS_ENDPOINT_URL_SSM: store.url,
    AWS_REGION: LOCAL_REGION,
    ...(dfinery !== '' && { DFINERY_BASE_URL: dfinery }),
    ...(isFromEnvironment && { ...nowhere, CONNECTIONS_PATH: PATH }),
  };
  const terminal = recordTerminal(
    Object.fromEntries(texts) as Record<string, string>,
    environment,
    secrets,
    screen,
  );
  const stage = isFromEnvironment ? [] : ['--stage', 'prod'];
  const exitCode = await runAdapter(['connection', ...args, ...stage], terminal);
  return { exitCode, printed: terminal.printed.join('\n'), complaints: terminal.complaints.join('\n') };
}

const put = (id: string, connection: unknown) =>
  run(['put', id, 'c.json'], { files: { 'c.json': connection } });
const stored = (name: string) =>
  JSON.parse(store.parameters.get(`${PATH}/${name}`) ?? 'null') as Record<string, unknown>;

test('what is changed is noted, and what is only looked at is not', async () => {
  await put('main', whole);
  await run(['list']);
  await run(['remove', 'main']);
  await run(['remove', 'main', '--yes']);

  expect(changes.notes('prod')).toMatchObject([
    { message: 'Changed: connection put', who: changes.caller, connection: 'main', count: 1 },
    { message: 'Changed: connection remove', who: changes.caller, connection: 'main', count: 1 },
  ]);
});

describe('put', () => {
  test('writes two halves, so that the receiver never sees the access token', async () => {
    expect(await put('main', whole)).toMatchObject({ exitCode: 0, complaints: '' });

    expect([...store.parameters.keys()]).toEqual([
      `${PATH}/main/dfinery`,
      `${PATH}/main/shop`,
      `${PATH}-index`,
    ]);
    expect(stored('main/dfinery')).toEqual(whole.dfinery);
    expect(stored('main/shop')).toMatchObject({ ...whole, dfinery: { serviceId: 'service-1' } });
    expect(store.parameters.get(`${PATH}/main/shop`)).not.toContain('token-of-service-1');
  });

  test('takes orders from now on by default, and keeps that time later', async () => {
    const { since: _, ...withoutSince } = whole;
    const began = Date.now();
    await put('main', withoutSince);
    const { since } = stored('main/shop');
    expect(Date.parse(String(since))).toBeGreaterThanOrEqual(began);
    expect(Date.parse(String(since))).toBeLessThanOrEqual(Date.now());

    await put('main', { ...withoutSince, purchaseOn: 'created' });
    expect(stored('main/shop')).toMatchObject({ since, purchaseOn: 'created' });
  });

  test('asks for the secrets that are not in a file', async () => {
    const args = [
      'put',
      'main',
      '--source',
      'shopify',
      '--service-id',
      'service-1',
      '--shop',
      'main.myshopify.com',
    ];
    const secrets = ['a-signing-secret-of-main', 'token-of-service-1'];

    expect((await run(args, { secrets })).exitCode).toBe(0);
    expect(stored('main/shop')).toMatchObject({ secrets: ['a-signing-secret-of-main'] });
    expect(stored('main/dfinery')).toEqual(whole.dfinery);
    const { exitCode, complaints } = await run(args);
    expect(exitCode).toBe(2);
    expect(complaints).toContain('Signing secret of the shop: missing.');
  });

  test.each([
    ['a short secret', { ...whole, secrets: ['short'] }, 'secrets.0'],
    ['a field that does not exist', { ...whole, sorce: 'x' }, 'sorce'],
    ['a source that does not exist', { ...whole, source: 'nobody' }, 'main.source'],
    ['a secret that its source has no use for', { ...whole, source: 'standard-webhooks' }, 'main.secrets.0'],
    ['text that is not JSON', '{"secrets":["a-signing-secret-of-main"', 'is not JSON'],
    ['a commented sample', '{"secrets":["a-signing-secret-of-main"]} // secrets', 'which has no comments'],
    [
      'a key that its source does not take',
      { ...imweb, api: { token: 'the-token-of-main-shop' } },
      'main.api: imweb takes',
    ],
    [
      'a key without its id',
      { ...imweb, api: { clientSecret: 'the-token-of-main-shop' } },
      'api.clientId: missing',
    ],
  ])('stores nothing of %s, names what is wrong, and quotes no secret', async (_, connection, named) => {
    const { exitCode, complaints } = await put('main', connection);

    expect(exitCode).toBe(1);
    expect(complaints).toContain(named);
    expect(complaints).not.toMatch(/a-signing-secret|token-of/);
    expect(store.parameters.size).toBe(0);
  });

  test('refuses a connection whose customers would mix with another’s', async () => {
    await put('main', whole);
    const outlet = { ...whole, shop: 'outlet.myshopify.com' };

    expect((await put('outlet', outlet)).complaints).toContain('outlet.externalIdPrefix');
    expect((await put('outlet', { ...outlet, externalIdPrefix: 'outlet-' })).exitCode).toBe(0);
    expect((await put('main', whole)).exitCode).toBe(0);
  });

  test.each([
    ['customers 12 and 2', '', '1'],
    ['customers 123 and 23', 'shop', 'shop1'],
  ])('refuses prefixes from which one id could follow: %s', async (_, one, other) => {
    await put('main', { ...whole, externalIdPrefix: one });
    // An object has keys that are numbers first, so the new connection need not be the last.
    const second = { ...whole, shop: 'second.myshopify.com', externalIdPrefix: other };

    for (const id of ['second', '2']) {
      const { exitCode, complaints } = await put(id, second);
      expect(exitCode).toBe(1);
      expect(complaints).toContain(`${id}.externalIdPrefix`);
    }
  });

  test('refuses a shop that has a connection to the service', async () => {
    await put('main', whole);

    expect((await put('again', { ...whole, externalIdPrefix: 'again-' })).complaints).toContain('again.shop');
  });

  test('warns of connections whose customers mix already, and stores a new secret', async () => {
    const second = { ...whole, shop: 'second.myshopify.com', externalIdPrefix: '1' };
    await put('main', whole);
    store.parameters.set(
      `${PATH}/second/shop`,
      JSON.stringify({ ...second, dfinery: { serviceId: 'service-1' } }),
    );
    const rotated = { ...second, secrets: ['another-secret-of-second'] };

    const { exitCode, complaints } = await put('second', rotated);
    expect(exitCode).toBe(0);
    expect(complaints).toContain('second.externalIdPrefix');
    expect(stored('second/shop')).toMatchObject({ secrets: rotated.secrets });
    expect((await put('second', { ...rotated, externalIdPrefix: '12' })).exitCode).toBe(1);
  });

  test('warns of a secret that another connection has, without quoting it', async () => {
    await put('main', whole);
    const { exitCode, complaints } = await put('outlet', {
      ...whole,
      shop: 'outlet.myshopify.com',
      externalIdPrefix: 'outlet-',
    });

    expect(exitCode).toBe(0);
    expect(complaints).toContain('outlet.secrets.0: is a secret of main too');
    expect(complaints).not.toContain('a-signing-secret');
  });
});

test('get masks secrets without --reveal', async () => {
  await put('main', whole);

  const masked = (await run(['get', 'main'])).printed;
  expect(masked).toContain('main.myshopify.com');
  expect(masked).not.toMatch(/a-signing-secret|token-of/);
  expect((await run(['get', 'main', '--reveal'])).printed).toContain('token-of-service-1');
  expect(await run(['get', 'gone'])).toMatchObject({ exitCode: 1, complaints: 'Unknown connection: gone' });
});

describe('what get prints, put takes', () => {
  /** The order of fields may differ. */
  const asJson = () =>
    [...store.parameters].map(([name, text]) =>
      name.endsWith('-index') ? text : (JSON.parse(text) as unknown),
    );
  const property = fc.record(
    {
      shop: fc.constantFrom('a.myshopify.com', 'shop.example.com'),
      secrets: fc.uniqueArray(fc.string({ minLength: 16 }), { minLength: 1, maxLength: 3 }),
      since: fc.constant('2026-11-01T00:00:00Z'),
      purchaseOn: fc.constantFrom('paid', 'authorized', 'created'),
      edits: fc.constantFrom('ignore', 'send'),
      externalIdPrefix: fc.string(),
      excludeIdentities: fc.array(fc.string({ minLength: 1 })),
      eventProperties: fc.constantFrom({}, { 'shop currency': 'currency' }),
      refundProperties: fc.constantFrom({}, { df_order_id: 'orderId' }),
      alsoKnownAs: fc.array(fc.string({ minLength: 1 })),
      profiles: fc.constantFrom('ignore', 'send'),
      silenceHours: fc.integer({ min: 1, max: 100 }),
      api: fc.record({ clientId: fc.string({ minLength: 1 }), clientSecret: fc.string({ minLength: 16 }) }),
      exportToken: fc.stringMatching(/^[!-~]([ -~]*[!-~])?$/),
    },
    { requiredKeys: ['shop', 'secrets'] },
  );

  test('for any stored connection, so that storing it again changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(property, async ({ exportToken, ...fields }) => {
        store.parameters.clear();
        const dfinery = { ...whole.dfinery, ...(exportToken !== undefined && { exportToken }) };
        expect(await put('main', { source: 'shopify', ...fields, dfinery })).toMatchObject({ exitCode: 0 });
        const before = asJson();

        const { printed } = await run(['get', 'main', '--reveal']);
        expect(await put('main', printed)).toMatchObject({ exitCode: 0, complaints: '' });
        expect(asJson()).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });

  test('but not with masked secrets, which are long enough to pass for some', async () => {
    await put('main', { ...whole, dfinery: { ...whole.dfinery, exportToken: 'token-of-the-export' } });
    const { printed } = await run(['get', 'main']);

    expect(await put('main', printed)).toMatchObject({ exitCode: 1 });
    const secrets = ['a-signing-secret-of-main'];
    const again = await put('main', { ...(JSON.parse(printed) as object), secrets });
    expect(again.complaints).toBe('Its secrets are masked: get it again with --reveal');
    expect(stored('main/dfinery')).toEqual(whole.dfinery);
  });
});

describe('a rotation of the signing secret', () => {
  const added = 'another-secret-of-main';

  test('keeps the current secret as the second, and ends with the new one alone', async () => {
    await put('main', whole);
    const begun = await run(['add-secret', 'main'], { secrets: [added] });

    expect(begun).toMatchObject({
      exitCode: 0,
      printed: '{"id":"main","outcome":"secret added","secrets":2}',
    });
    expect(stored('main/shop')).toMatchObject({ ...whole, secrets: [added, ...whole.secrets], dfinery: {} });
    expect(stored('main/dfinery')).toEqual(whole.dfinery);
    expect((await run(['add-secret', 'main', '--drop-old'])).exitCode).toBe(0);
    expect(stored('main/shop')).toMatchObject({ secrets: [added] });
    expect((await run(['add-secret', 'main', '--drop-old'])).complaints).toContain('has no older secret');
  });

  test('takes the secret from standard input, and never as an argument', async () => {
    await put('main', whole);

    expect(await run(['add-secret', 'main', '-'], { files: { '-': `${added}\n` } })).toMatchObject({
      exitCode: 0,
    });
    expect(stored('main/shop')).toMatchObject({ secrets: [added, ...whole.secrets] });
    expect((await run(['add-secret', 'main', 'a-third-secret-of-main'])).exitCode).toBe(2);
    expect((await run(['add-secret', 'main'])).exitCode).toBe(2);
  });

  test.each([
    ['one that is too short', 'short', 'secrets.0'],
    ['the current one', 'a-signing-secret-of-main', 'has this secret already'],
  ])('takes no secret that is %s', async (_, secret, words) => {
    await put('main', whole);
    const { exitCode, complaints } = await run(['add-secret', 'main'], { secrets: [secret] });

    expect(exitCode).toBe(1);
    expect(complaints).toContain(words);
    expect(stored('main/shop')).toMatchObject({ secrets: whole.secrets });
  });

  test('drops no secret if it cannot tell which is old', async () => {
    const secrets = ['1', '2', '3'].map((end) => `a-secret-of-webhook-${end}`);
    await put('main', { ...whole, secrets });

    expect((await run(['add-secret', 'main', '--drop-old'])).complaints).toContain('cannot be told');
    expect(stored('main/shop')).toMatchObject({ secrets });
  });

  test('leaves at most eight', async () => {
    const secrets = Array.from({ length: 8 }, (_, index) => `a-secret-of-webhook-${index}`);
    await put('main', { ...whole, secrets });

    expect((await run(['add-secret', 'main'], { secrets: [added] })).complaints).toContain('has 8 secrets');
  });
});

describe('set', () => {
  test('changes settings, removes one, and leaves the rest', async () => {
    await put('main', { ...whole, profiles: 'send' });
    const args = ['set', 'main', 'purchaseOn=authorized', 'eventProperties={"c":"currency"}', 'profiles='];

    expect((await run(args)).printed).toContain('"set":["purchaseOn","eventProperties","profiles"]');
    expect(stored('main/shop')).toMatchObject({
      ...{ ...whole, dfinery: {}, purchaseOn: 'authorized', eventProperties: { c: 'currency' } },
    });
    expect(stored('main/shop')).not.toHaveProperty('profiles');
    expect(stored('main/dfinery')).toEqual(whole.dfinery);
  });

  test.each([
    ['purchaseOn=payed', 1],
    ['purchaseon=paid', 1],
    ['purchaseOn', 2],
    ['secrets=["a-new-secret-of-main"]', 2],
    ['dfinery={"accessToken":"x"}', 2],
    ['shop=another.myshopify.com', 2],
    ['source=woocommerce', 2],
  ])('takes no %s', async (setting, exitCode) => {
    await put('main', whole);
    const before = [...store.parameters];

    expect((await run(['set', 'main', setting])).exitCode).toBe(exitCode);
    expect([...store.parameters]).toEqual(before);
  });
});

describe('before AWS is asked', () => {
  test.each([
    ['a field', { ...whole, purchaseOn: 'payed' }, 'purchaseOn'],
    ['a secret', { ...whole, secrets: ['short'] }, 'secrets.0'],
    ['a source', { ...whole, source: 'shopfy' }, 'main.source'],
  ])('put says what is wrong with %s', async (_, connection, named) => {
    await store.stop();
    const { exitCode, complaints } = await put('main', connection);
    store = await startWritableParameterStore();

    expect(exitCode).toBe(1);
    expect(complaints).toContain(named);
  });

  test('put asks for no secret of a file that has another fault', async () => {
    const { secrets: _, ...rest } = whole;
    const { complaints } = await put('main', { ...rest, purchaseOn: 'payed' });

    expect(complaints).toContain('purchaseOn');
    expect(complaints).not.toContain('terminal');
  });

  test.each([[['put', 'main']], [['put', 'main', 'c.json']], [['set', 'main', 'x=1']], [['index']]])(
    '%j of the local stack is said to be the matter of its file',
    async (args) => {
      const terminal = recordTerminal({});

      expect(await runAdapter(['connection', ...args, '--local'], terminal)).toBe(2);
      expect(terminal.complaints.join()).toContain('The local stack reads connections.local.json');
    },
  );
});

test('list is a table on a terminal', async () => {
  await put('main', whole);
  const { printed } = await run(['list'], { screen: { columns: 120, hasColours: false } });

  expect(printed.split('\n')).toEqual([
    'ID    SOURCE   SHOP                SERVICE    SINCE                 MISSING',
    'main  shopify  main.myshopify.com  service-1  2026-11-01T00:00:00Z',
  ]);
  expect((await run(['list', '--json'])).printed).toContain('"serviceId":"service-1"');
});

test('list names every connection and its missing halves', async () => {
  await put('main', whole);
  await put('outlet', { ...whole, shop: 'outlet', externalIdPrefix: 'o-' });
  store.parameters.delete(`${PATH}/outlet/dfinery`);

  const lines = (await run(['list'])).printed.split('\n').map((line) => JSON.parse(line) as unknown);
  expect(lines).toMatchObject([
    { id: 'main', serviceId: 'service-1' },
    { id: 'outlet', missing: ['dfinery'] },
  ]);
});

test('index lists connections that were stored by other means', async () => {
  await put('main', whole);
  const index = store.parameters.get(`${PATH}-index`);
  store.parameters.set(`${PATH}/by-hand/shop`, '{}');

  expect(await run(['index'])).toMatchObject({ exitCode: 0, printed: '{"outcome":"listed"}' });
  expect(store.parameters.get(`${PATH}-index`)).toHaveLength((index?.length ?? 0) + 4);
  expect((await run(['index', 'main'])).exitCode).toBe(2);
});

test('remove deletes both halves and its place in the index, once it is confirmed', async () => {
  await put('main', whole);

  const look = await run(['remove', 'main'], { isFromEnvironment: true });
  expect(look).toMatchObject({
    exitCode: 0,
    complaints: expect.stringContaining('Nothing was changed') as string,
  });
  expect(store.parameters.size).toBe(3);
  const done = await run(['remove', 'main', '--yes'], { isFromEnvironment: true });
  expect(done).toMatchObject({
    exitCode: 0,
    complaints: expect.stringContaining('What else is held cannot be seen') as string,
  });
  expect(store.parameters.size).toBe(0);
});

describe('a connection whose refund lines are fetched', () => {
  const api = { clientId: 'ck_key-of-the-shop', clientSecret: 'cs_secret-of-the-shop' };
  const shop = { ...whole, source: 'woocommerce', shop: 'shop.example.com' };

  test('has its key in a part that the receiver does not read, and only `refundLines` in the receiver’s part', async () => {
    expect(await put('main', { ...shop, api, refundLines: 'fetch' })).toMatchObject({ exitCode: 0 });

    expect(stored('main/api')).toEqual(api);
    expect(stored('main/shop')).toMatchObject({ refundLines: 'fetch' });
    expect(store.parameters.get(`${PATH}/main/shop`)).not.toContain('of-the-shop');
  });

  test('is stored if a client id is given; put asks for its secret', async () => {
    const args = ['put', 'main', '--source', 'woocommerce', '--service-id', 'service-1'];
    const named = [...args, '--shop', 'shop.example.com', '--client-id', 'ck_key-of-the-shop'];
    const secrets = ['a-signing-secret-of-main', 'token-of-service-1', 'cs_secret-of-the-shop'];

    expect(await run(named, { secrets })).toMatchObject({ exitCode: 0, complaints: '' });
    expect(stored('main/api')).toEqual(api);
    expect(stored('main/shop')).toMatchObject({ refundLines: 'fetch' });
  });

  test('is not stored by default: put asks for no key, and the receiver’s part has no `refundLines`', async () => {
    const args = ['put', 'main', '--source', 'woocommerce', '--service-id', 'service-1'];

    const secrets = ['a-signing-secret-of-main', 'token-of-service-1'];
    expect(await run(args, { secrets })).toMatchObject({ exitCode: 0, complaints: '' });
    expect(stored('main/api')).toBeNull();
    expect(stored('main/shop')).not.toHaveProperty('refundLines');
  });

  test('leaves no key behind if a connection without a key replaces it', async () => {
    await put('main', { ...shop, api, refundLines: 'fetch' });
    expect((await put('main', shop)).exitCode).toBe(0);

    expect([...store.parameters.keys()].sort()).toEqual([
      `${PATH}-index`,
      `${PATH}/main/dfinery`,
      `${PATH}/main/shop`,
    ]);
  });

  test('is refused if its shop is not a host, and the path is named', async () => {
    const { exitCode, complaints } = await put('main', { ...shop, shop: 'main', api, refundLines: 'fetch' });

    expect(exitCode).toBe(1);
    expect(complaints).toContain('main.shop');
    expect(store.parameters.size).toBe(0);
  });
});

describe('a connection whose orders are fetched', () => {
  const mall = {
    ...whole,
    source: 'cafe24',
    shop: 'examplemall',
    api: { clientId: 'client-of-the-app', clientSecret: 'client-secret-of-the-app' },
  };

  test('has its app in a third part, which neither the receiver nor the drain reads', async () => {
    expect((await put('mall', mall)).exitCode).toBe(0);

    expect(stored('mall/api')).toEqual(mall.api);
    for (const part of ['shop', 'dfinery']) {
      expect(store.parameters.get(`${PATH}/mall/${part}`)).not.toContain('client-secret-of-the-app');
    }
  });

  test('is asked for its client secret, which is no argument', async () => {
    const args = ['put', 'mall', '--source', 'cafe24', '--service-id', 'service-1', '--shop', 'examplemall'];
    const secrets = ['a-signing-secret-of-mall', 'token-of-service-1', 'client-secret-of-the-app'];
    const answer = await run([...args, '--client-id', 'client-of-the-app'], { secrets });

    expect(answer).toMatchObject({ exitCode: 0, complaints: '' });
    expect(stored('mall/api')).toEqual(mall.api);
    const withoutId = await run(args, { secrets });
    expect(withoutId).toMatchObject({ exitCode: 1 });
    expect(withoutId.complaints).toContain('api.clientId');
  });

  test('is shown without its client secret if --reveal is not given', async () => {
    await put('mall', mall);

    const masked = (await run(['get', 'mall'])).printed;
    expect(masked).toContain('client-of-the-app');
    expect(masked).not.toContain('client-secret-of-the-app');
    expect((await run(['get', 'mall', '--reveal'])).printed).toContain('client-secret-of-the-app');
  });

  test('is removed with its tokens', async () => {
    const tables = await startTables();
    const dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
    const tokens = createTokenStore({ dynamoDb, table: tables.tokens, budgetMs: 30_000, now: Date.now });
    await tokens.put('mall', 'sealed-tokens');
    await tokens.put('another', 'sealed-tokens');
    await put('mall', mall);
    const exitCode = await runAdapter(
      ['connection', 'remove', 'mall', '--yes'],
      recordTerminal({}, { ...nowhere, ...environmentOf(tables) }),
    );
    const left = await tokens.list();
    dynamoDb.destroy();
    await tables.stop();

    expect(exitCode).toBe(0);
    expect(left.map(({ connection }) => connection)).toEqual(['another']);
    expect(store.parameters.size).toBe(0);
  });

  const environmentOf = (tables: Tables) => ({
    LEDGER_TABLE: tables.ledger,
    TOKENS_TABLE: tables.tokens,
    CONNECTIONS_PATH: PATH,
    AWS_REGION: LOCAL_REGION,
    AWS_ENDPOINT_URL_SSM: store.url,
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
  });
});

describe('check', () => {
  test.each([
    ['right', {}, [], 0, 'usable', 'Nothing was stored'],
    ['a wrong token', { accessToken: 'another-token' }, [], 4, 'wrong', 'belongs to another service'],
    ['a wrong service', { serviceId: 'another-service' }, [], 4, 'wrong', 'has no service with this id'],
    ['an unavailable Dfinery', {}, [{ status: 503 }], 5, 'unknown', 'Try again later'],
  ] as const)('%s', async (_, changes, steps, exitCode, outcome, words) => {
    const service = { accessToken: whole.dfinery.accessToken, eventProperties: [], itemProperties: [] };
    const double = await startDfineryDouble({
      findService: (id) => Promise.resolve(id === 'service-1' ? service : undefined),
    });
    double.play(...steps);
    await put('main', { ...whole, dfinery: { ...whole.dfinery, ...changes } });
    const checked = await run(['check', 'main'], { dfinery: double.url });
    await double.stop();

    expect(checked.exitCode).toBe(exitCode);
    expect(JSON.parse(checked.printed)).toMatchObject({ id: 'main', outcome });
    expect(checked.printed).toContain(words);
    expect(double.events()).toEqual([]);
  });
});

test.each([
  [[]],
  [['put', 'main']],
  [['put', 'main', 'c.json', '--source', 'shopify']],
  [['put', 'Main!', 'c.json']],
  [['get']],
  [['list', 'main']],
  [['get', 'main', 'file']],
])('connection %j is wrong usage', async (args) => {
  expect((await run(args)).exitCode).toBe(2);
});
