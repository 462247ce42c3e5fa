import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../lib/model/errors.ts';
import { parseConnections, readConnectionsFile } from './connections-file.ts';

const connection = {
  source: 'shopify',
  secrets: ['a-secret-of-enough-length'],
  dfinery: { serviceId: 'service', accessToken: 'token' },
};

const parse = (connections: unknown) =>
  parseConnections(JSON.stringify(connections), 'connections.local.json');

test('The checked-in example is usable', async () => {
  const { example } = await readConnectionsFile('connections.example.json');

  expect(example).toMatchObject({ source: 'shopify', shop: 'example.myshopify.com', defaultCountry: 'KR' });
});

test('Two shops may share a service if their prefixes differ', () => {
  const connections = parse({ one: connection, two: { ...connection, externalIdPrefix: 'two-' } });

  expect(Object.keys(connections)).toEqual(['one', 'two']);
});

describe('A file is refused, and the place is named, for', () => {
  test.each([
    ['a secret that is too short', { one: { ...connection, secrets: ['short'] } }, 'one.secrets.0: '],
    ['no secret', { one: { ...connection, secrets: [] } }, 'one.secrets: '],
    ['no access token', { one: { ...connection, dfinery: { serviceId: 's' } } }, 'one.dfinery.accessToken: '],
    ['an unknown field', { one: { ...connection, secret: 's' } }, 'one.secret: '],
    ['an id that no address can hold', { 'My Shop': connection }, 'My Shop: '],
    [
      'an unknown source',
      { one: { ...connection, source: 'shopfy' } },
      'one.source: there is no source shopfy',
    ],
    [
      'secrets in another form than their source has',
      { one: { ...connection, source: 'standard-webhooks' } },
      'one.secrets.0: expected whsec_',
    ],
    ['the same service and prefix twice', { one: connection, two: connection }, 'two.externalIdPrefix: '],
    ['no connection at all', {}, '(root): '],
    ['a connection without its id', connection, '(root): is one connection: put it under an id'],
    ['a list', [connection], '(root): expected an object'],
  ])('%s', (_name, connections, message) => {
    expect(() => parse(connections)).toThrow(ConfigError);
    expect(() => parse(connections)).toThrow(message);
  });

  test('what is not JSON, without quoting it', () => {
    const parsing = () => parseConnections('{"one": {"secrets": [hidden-secret]}}', 'connections.local.json');

    expect(parsing).toThrow('connections.local.json is not JSON');
    expect(parsing).not.toThrow('hidden');
  });

  test('a missing file', async () => {
    await expect(readConnectionsFile('no-such-file.json')).rejects.toThrow(
      'no-such-file.json cannot be read',
    );
  });
});
