import { expect, test } from 'vitest';
import { aShopConnection } from '../../../test/support/builders/a-connection.ts';
import { namesToRegister } from './names-to-register.ts';

test('purchases and refunds have to be registered for every connection', () => {
  expect(namesToRegister(aShopConnection())).toEqual(['df_purchase', 'df_refund']);
});

test('so do sign-ups if customers are sent, and all names that the connection asks for, each once', () => {
  const connection = aShopConnection({
    eventProperties: { currency: 'currency', order_name: 'orderName' },
    refundProperties: { df_order_id: 'orderId', currency: 'currency' },
    itemProperties: { sku: 'sku' },
    profiles: 'send',
    profileProperties: { email_optin: 'emailConsent' },
  });

  expect(namesToRegister(connection)).toEqual([
    'df_purchase',
    'df_refund',
    'df_sign_up',
    'currency',
    'order_name',
    'df_order_id',
    'sku',
    'email_optin',
  ]);
});

test('properties of customers need not be registered if customers are not sent', () => {
  const connection = aShopConnection({ profileProperties: { email_optin: 'emailConsent' } });

  expect(namesToRegister(connection)).toEqual(['df_purchase', 'df_refund']);
});

test.each([
  ['shopify', ['df_add_payment_info']],
  ['cafe24', ['df_add_to_cart']],
  ['woocommerce', []],
])('of carts of %s: %j', (source, names) => {
  const connection = aShopConnection({ source, carts: 'send' });

  expect(namesToRegister(connection)).toEqual(['df_purchase', 'df_refund', ...names]);
});
