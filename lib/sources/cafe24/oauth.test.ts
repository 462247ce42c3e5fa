import { describe, expect, test } from 'vitest';
import { PayloadError } from '../../model/errors.ts';
import { oauth } from './oauth.ts';

const client = { clientId: 'client-1', clientSecret: 's:c/r+t' };

test('the page asks for permissions, and every part of its address is escaped', () => {
  const address = new URL(
    oauth.authorizeAddress({
      shop: 'fixturemall',
      clientId: 'a&b',
      redirectUri: 'https://example.com/back?x=1&y=2',
      scopes: ['mall.read_order', 'mall.read_product'],
      state: 'st#te',
    }),
  );

  expect(address.origin + address.pathname).toBe('https://fixturemall.cafe24api.com/api/v2/oauth/authorize');
  expect(Object.fromEntries(address.searchParams)).toEqual({
    response_type: 'code',
    client_id: 'a&b',
    state: 'st#te',
    redirect_uri: 'https://example.com/back?x=1&y=2',
    scope: 'mall.read_order,mall.read_product',
  });
});

test.each([
  [undefined, ['mall.read_order']],
  ['ignore', ['mall.read_order']],
  ['send', ['mall.read_order', 'mall.read_product']],
] as const)('with carts %s it asks to read %j', (carts, scopes) => {
  expect(oauth.scopes({ carts })).toEqual(scopes);
});

test('to poll, it asks for the log of webhooks and the shops of the mall too', () => {
  expect(oauth.scopes({ poll: {} })).toEqual(['mall.read_order', 'mall.read_application', 'mall.read_store']);
});

describe('a token request has the client in the header and the rest in a form:', () => {
  const authorization = `Basic ${Buffer.from('client-1:s:c/r+t').toString('base64')}`;

  test.each([
    [
      'for the code of the page',
      oauth.codeRequest(client, { code: 'c&d', redirectUri: 'https://example.com/back' }),
      { grant_type: 'authorization_code', code: 'c&d', redirect_uri: 'https://example.com/back' },
    ],
    [
      'for a refresh token',
      oauth.refreshRequest(client, 'r=1'),
      { grant_type: 'refresh_token', refresh_token: 'r=1' },
    ],
  ])('%s', (_, { method, path, headers, body }, form) => {
    expect([method, path]).toEqual(['POST', '/api/v2/oauth/token']);
    expect(headers).toEqual({ authorization, 'content-type': 'application/x-www-form-urlencoded' });
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual(form);
  });
});

describe('the answer', () => {
  const answer = {
    access_token: 'access-1',
    expires_at: '2026-11-24T16:00:00.000',
    refresh_token: 'refresh-1',
    refresh_token_expires_at: '2026-12-08T14:00:00.000',
    scopes: ['mall.read_order'],
    shop_no: '1',
    token_type: 'Bearer',
  };

  const readTokens = (body: unknown) => oauth.readTokens(body, new Date(0));

  test('holds Korean times without a zone', () => {
    expect(readTokens(answer)).toEqual({
      accessToken: 'access-1',
      accessExpiresAt: '2026-11-24T07:00:00.000Z',
      refreshToken: 'refresh-1',
      refreshExpiresAt: '2026-12-08T05:00:00.000Z',
    });
  });

  test('may name the zone anyway', () => {
    expect(readTokens({ ...answer, expires_at: '2026-11-24T07:00:00.000Z' }).accessExpiresAt).toBe(
      '2026-11-24T07:00:00.000Z',
    );
  });

  test('without the second date is kept: the refresh token lives 14 days', () => {
    const { refresh_token_expires_at: _, ...without } = answer;

    expect(readTokens(without).refreshExpiresAt).toBe('2026-12-08T05:00:00.000Z');
  });

  test.each([
    [{}, ['access_token', 'expires_at', 'refresh_token']],
    [{ ...answer, access_token: '' }, ['access_token']],
    [{ ...answer, expires_at: 7200 }, ['expires_at']],
    [{ error: 'invalid_grant' }, ['access_token', 'expires_at', 'refresh_token']],
    ['<html>', ['']],
  ])('%j holds no tokens, and the error quotes none', (body, paths) => {
    const read = () => readTokens(body);

    expect(read).toThrow(PayloadError);
    expect(read).not.toThrow(/access-1|refresh-1/);
    expect(issuePathsOf(read)).toEqual(paths);
  });
});

function issuePathsOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof PayloadError) return error.issues.map(({ path }) => path);
  }
  return ['nothing was thrown'];
}
