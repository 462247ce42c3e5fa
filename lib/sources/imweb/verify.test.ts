import { describe, expect, test } from 'vitest';
import { fixture } from '../../../test/support/reading/fixtures.ts';
import { imweb } from './source.ts';
import { verify } from './verify.ts';

const SECRET = 'first-secret-of-the-test';
const identity = { secrets: [SECRET, 'second-secret-of-the-test'], shop: 'S20240101aaaaaaaaaaaaa' };

function verdictOn(rawBody: Buffer, { authorization = SECRET, shop = identity.shop } = {}) {
  return verify(imweb.readHeaders({ headers: { authorization }, rawBody }), { ...identity, shop });
}

const named = (name: string) => fixture(imweb, name).rawBody;
const paid = named('ORDER_DEPOSIT_COMPLETE.paid');

describe('the secret', () => {
  test.each(identity.secrets)('%s passes as it is', (authorization) => {
    expect(verdictOn(paid, { authorization }).valid).toBe(true);
  });

  test.each([`Bearer ${SECRET}`, `${SECRET} `, SECRET.toUpperCase(), 'third'])(
    '"%s" does not',
    (authorization) => {
      expect(verdictOn(paid, { authorization })).toEqual({ valid: false, reason: 'signature-mismatch' });
    },
  );

  test('is checked before the site, so that a stranger learns nothing about it', () => {
    expect(verdictOn(paid, { authorization: 'wrong', shop: 'S20240101bbbbbbbbbbbbb' })).toMatchObject({
      reason: 'signature-mismatch',
    });
  });
});

describe('the site', () => {
  test('of another connection is refused', () => {
    expect(verdictOn(paid, { shop: 'S20240101bbbbbbbbbbbbb' })).toEqual({
      valid: false,
      reason: 'shop-mismatch',
    });
  });

  test.each(['an array', 'members'])('of another connection is refused in any entry of %s', (form) => {
    const list = [{ siteCode: identity.shop }, { siteCode: 'S20240101bbbbbbbbbbbbb' }];
    const data = form === 'members' ? { members: list } : list;
    expect(verdictOn(Buffer.from(JSON.stringify({ eventType: 'END_USER_SIGN_UP_BULK', data })))).toEqual({
      valid: false,
      reason: 'shop-mismatch',
    });
  });

  test('of a test send passes for an order only: a member of another site is nobody here', () => {
    const sample: unknown = JSON.parse(named('ORDER_CREATE.test-send').toString());
    const body = { ...(sample as object), eventType: 'END_USER_WITHDRAWAL' };
    expect(verdictOn(Buffer.from(JSON.stringify(body)))).toMatchObject({ reason: 'shop-mismatch' });
  });

  test('of a test send passes, so that the test button is answered 200', () => {
    expect(verdictOn(named('ORDER_CREATE.test-send')).valid).toBe(true);
  });

  test.each(['not json', '[', '{}', '{"data":7}', '{"data":{"siteCode":""}}'])(
    'of %s is left to the reader',
    (body) => {
      expect(verdictOn(Buffer.from(body)).valid).toBe(true);
    },
  );
});

describe('a delivery', () => {
  const idOf = (body: object): string | undefined => {
    const verdict = verdictOn(Buffer.from(JSON.stringify(body)));
    return verdict.valid ? verdict.delivery.deliveryId : undefined;
  };
  const event = { eventType: 'ORDER_REFUND', eventTime: 7, data: { orderNo: 20_261_120_000_001 } };

  test('is named by its event, order, section and time, so a repeated one has the same name', () => {
    expect(idOf(event)).toBe('ORDER_REFUND/20261120000001//7');
    expect(idOf({ ...event, data: { ...event.data, section: { orderSectionCode: 'os1' } } })).toBe(
      'ORDER_REFUND/20261120000001/os1/7',
    );
  });

  test('about a member has no name: it would hold the login', () => {
    expect(idOf({ ...event, data: { memberUid: 'hana@example.com' } })).toBeUndefined();
  });
});
