import { GetParameterCommand, GetParameterHistoryCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UnavailableError } from '../../../lib/model/errors.ts';
import {
  dfineryConnectionLookup,
  indexedShopLookup,
  shopConnectionLookup,
} from '../../../lib/stores/connections/parameter-store.ts';
import { type Connections, parseConnections } from '../connections-file.ts';
import { localClientSettings } from './local-aws.ts';
import { type ParameterStoreDouble, startParameterStoreDouble } from './parameter-store-double.ts';

const path = '/adapter/local/connections';

const one = (serviceId: string): Connections =>
  parseConnections(
    JSON.stringify({
      one: {
        source: 'shopify',
        shop: 'one.example.com',
        secrets: ['a-secret-of-enough-length'],
        dfinery: { serviceId, accessToken: 'token' },
      },
    }),
    'test',
  );

let connections: () => Promise<Connections>;
let store: ParameterStoreDouble;
let ssm: SSMClient;

beforeEach(async () => {
  connections = () => Promise.resolve(one('service'));
  store = await startParameterStoreDouble({ path, connections: () => connections() });
  const requestHandler = { requestTimeout: 200, throwOnRequestTimeout: true };
  ssm = new SSMClient({ ...localClientSettings(store.url), maxAttempts: 1, requestHandler });
});

afterEach(() => store.stop());

test.each([
  ['The fetching function', () => shopConnectionLookup({ ssm, path })],
  ['The receiver', () => indexedShopLookup({ ssm, path, now: () => new Date() }).lookUp],
])('%s finds its half of a connection, without the access token', async (_, lookUp) => {
  expect(await lookUp()('two')).toBeUndefined();
  const found = await lookUp()('one');

  expect(found).toMatchObject({ id: 'one', shop: 'one.example.com', dfinery: { serviceId: 'service' } });
  expect(JSON.stringify(found)).not.toContain('token');
});

test('The drain finds its half of a connection', async () => {
  expect(await dfineryConnectionLookup({ ssm, path })('one')).toEqual({
    serviceId: 'service',
    accessToken: 'token',
  });
});

test('An unknown connection is not found', async () => {
  expect(await shopConnectionLookup({ ssm, path })('two')).toBeUndefined();
});

test('An edit takes effect at the next request', async () => {
  connections = () => Promise.resolve(one('moved'));

  expect(await dfineryConnectionLookup({ ssm, path })('one')).toMatchObject({ serviceId: 'moved' });
});

test('Without decryption there is nothing to read', async () => {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: `${path}/one/dfinery` }));

  expect(Parameter?.Value).not.toContain('token');
});

test.each(['fail', 'hang'] as const)('The store is unavailable when set to %s', async (behaviour) => {
  store.behave(behaviour);

  await expect(shopConnectionLookup({ ssm, path })('one')).rejects.toThrow(UnavailableError);
});

test('The store is unavailable while the connections cannot be read', async () => {
  connections = () => Promise.reject(new Error('broken file'));

  await expect(shopConnectionLookup({ ssm, path })('one')).rejects.toThrow(UnavailableError);
});

test('No other operation is known', async () => {
  await expect(ssm.send(new GetParameterHistoryCommand({ Name: 'any' }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
  });
});
