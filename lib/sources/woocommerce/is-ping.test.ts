import { expect, test } from 'vitest';
import { isPing } from './is-ping.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

test.each([
  ['as recorded', 'webhook_id=19', FORM, true],
  [
    'with a charset',
    'webhook_id=1',
    { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
    true,
  ],
  ['in capitals', 'webhook_id=1', { 'content-type': 'Application/X-WWW-Form-Urlencoded' }, true],
  ['as JSON', 'webhook_id=1', { 'content-type': 'application/json' }, false],
  [
    'with another content type',
    'webhook_id=1',
    { 'content-type': 'application/x-www-form-urlencoded2' },
    false,
  ],
  ['without a content type', 'webhook_id=1', {}, false],
  ['with another field', 'webhook_id=1&status=paid', FORM, false],
  ['without its number', 'webhook_id=', FORM, false],
  ['with another value', 'webhook_id=x', FORM, false],
  ['with another line', 'webhook_id=1\n', FORM, false],
  ['without a body', '', FORM, false],
  ['with a signature', 'webhook_id=1', { ...FORM, 'x-wc-webhook-signature': 'AAAA' }, false],
  ['with an empty signature', 'webhook_id=1', { ...FORM, 'x-wc-webhook-signature': '' }, false],
  ['with a topic', 'webhook_id=1', { ...FORM, 'x-wc-webhook-topic': 'order.updated' }, false],
])('a ping %s: %s', (_, body, headers, expected) => {
  expect(isPing({ headers, rawBody: Buffer.from(body) })).toBe(expected);
});
