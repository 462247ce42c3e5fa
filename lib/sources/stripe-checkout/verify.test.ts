import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHeaders } from './headers.ts';
import { checkSecret, sign, verify } from './verify.ts';

/** The body and header that Stripe's own library makes of this secret and time (`generateTestHeaderString`). */
const BODY = '{"id":"evt_1","object":"event","type":"checkout.session.completed"}';
const SECRET = 'whsec_test_secret';
const SIGNATURE = 'd1e4aa90551919f198c22ba0a9691b35338d4b631d54ce1f1465e93b1d41c430';
const HEADER = `t=1700000000,v1=${SIGNATURE}`;
const OTHER = '0'.repeat(64);
const NOW = new Date(1_700_000_000_000);

interface Changes {
  readonly header?: string;
  readonly body?: string;
  readonly secrets?: readonly string[];
  readonly now?: Date;
}

function verdictOn({ header = HEADER, body = BODY, secrets = [SECRET], now = NOW }: Changes) {
  const request = { headers: { 'stripe-signature': header }, rawBody: Buffer.from(body) };
  return verify(readHeaders(request), { secrets, shop: 'acct_1TEST' }, now);
}

function reasonOf(changes: Changes): string | undefined {
  const verdict = verdictOn(changes);
  return verdict.valid ? undefined : verdict.reason;
}

function signed(body: object): Changes {
  const text = JSON.stringify(body);
  const given = { rawBody: Buffer.from(text), secret: SECRET, topic: '', shop: '', deliveryId: '', now: NOW };
  return { body: text, header: sign(given)['stripe-signature'] ?? '' };
}

test('passes and signs as Stripe’s library does, and the delivery has the id of its event', () => {
  const given = { rawBody: Buffer.from(BODY), secret: SECRET, topic: '', shop: '', deliveryId: '', now: NOW };

  expect(sign(given)['stripe-signature']).toBe(HEADER);
  expect(verdictOn({})).toMatchObject({ valid: true, delivery: { deliveryId: 'evt_1', topic: undefined } });
});

describe('a header', () => {
  test.each([
    ['several signatures while a secret is rolled', `t=1700000000,v1=${OTHER},v1=${SIGNATURE}`],
    ['a scheme for tests', `t=1700000000,v1=${SIGNATURE},v0=${OTHER}`],
    ['schemes of later', `v2=abc,t=1700000000,v1=${SIGNATURE}`],
    ['blanks', `t=1700000000, v1=${SIGNATURE}`],
  ])('with %s passes', (_, header) => {
    expect(reasonOf({ header })).toBeUndefined();
  });

  test.each([
    ['no time', `v1=${SIGNATURE}`],
    ['two times', `t=1700000000,t=1700000000,v1=${SIGNATURE}`],
    ['another time', `t=1700000001,v1=${SIGNATURE}`],
    ['a time that is no number', `t=1700000000.0,v1=${SIGNATURE}`],
    ['the signature as one for tests', `t=1700000000,v0=${SIGNATURE}`],
    ['the signature in capitals', `t=1700000000,v1=${SIGNATURE.toUpperCase()}`],
    ['the signature cut short', `t=1700000000,v1=${SIGNATURE.slice(0, -1)}`],
    ['nothing that is one', 'Bearer'],
  ])('with %s is refused', (_, header) => {
    expect(reasonOf({ header })).toBe('signature-mismatch');
  });
});

test.each([
  [301, 'timestamp-stale'],
  [300, undefined],
  [-3_600, undefined],
])('%i seconds later it is %s', (seconds, reason) => {
  expect(reasonOf({ now: new Date(NOW.getTime() + seconds * 1_000) })).toBe(reason);
});

test('the age is not told without a signature', () => {
  expect(reasonOf({ header: `t=1600000000,v1=${OTHER}` })).toBe('signature-mismatch');
});

test('any of several secrets passes; an empty one never does', () => {
  expect(reasonOf({ secrets: ['whsec_another-secret', SECRET] })).toBeUndefined();
  expect(reasonOf({ secrets: ['', 'whsec_another-secret'] })).toBe('signature-mismatch');
  expect(reasonOf({ secrets: [] })).toBe('signature-mismatch');
});

test('an event of another account is refused, as one key of the API opens one account', () => {
  const event = { id: 'evt_2', object: 'event' };

  expect(reasonOf(signed({ ...event, account: 'acct_1TEST' }))).toBeUndefined();
  expect(reasonOf(signed({ ...event, account: 'acct_1OTHER' }))).toBe('shop-mismatch');
});

test.each([
  ['acct_1TEST', undefined],
  ['org_1/acct_1TEST', undefined],
  ['acct_1OTHER', 'shop-mismatch'],
  ['acct_1TEST/acct_1OTHER', 'shop-mismatch'],
])('an event with the context %s, as a destination of an organisation gets it: %s', (context, reason) => {
  expect(reasonOf(signed({ id: 'evt_2', object: 'event', context }))).toBe(reason);
});

test('a body that is no event passes, and is read later', () => {
  expect(verdictOn(signed(['evt_3']))).toMatchObject({ valid: true, delivery: { deliveryId: undefined } });
});

test('no header makes it throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `t=1700000000,v1=${text}`),
      ),
      (header) => {
        expect(verdictOn({ header }).valid).toBe(false);
      },
    ),
  );
});

test('a secret is the text of the Dashboard', () => {
  expect(checkSecret('whsec_0123456789abcdef')).toBeUndefined();
  for (const wrong of ['rk_live_0123456789abcdef', 'whsec_', 'whsec_with a blank', '']) {
    expect(checkSecret(wrong)).toBe('expected the signing secret of the webhook: whsec_…');
  }
});
