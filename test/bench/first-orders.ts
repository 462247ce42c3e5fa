import type { Connection } from '../../lib/model/connection.ts';
import { cafe24 } from '../../lib/sources/cafe24/source.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import type { Source } from '../../lib/sources/source.ts';
import { stripeCheckout } from '../../lib/sources/stripe-checkout/source.ts';
import { woocommerce } from '../../lib/sources/woocommerce/source.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { exampleSecretsOf } from '../support/builders/example-secrets.ts';
import { fixture } from '../support/reading/fixtures.ts';
import { recentOrder } from './recent-order.ts';

/** A webhook about an order, and the connection that takes it. */
export interface FirstOrder {
  readonly source: Source;
  readonly topic: string;
  readonly connection: Connection;
  readonly body: () => string;
}

/** Whole orders, one signed and one by a plug-in of PHP, and two that are only named: the sources differ in what they load. */
export const firstOrders: readonly FirstOrder[] = [
  firstOrder(shopify, { topic: 'orders/paid', shop: 'example.myshopify.com', body: () => recentOrder(3, 0) }),
  firstOrder(woocommerce, {
    topic: 'order.updated',
    shop: 'https://shop.example.com',
    body: () => asOfNow(fixture(woocommerce, 'order.updated.krw').rawBody),
  }),
  firstOrder(cafe24, {
    topic: '90023',
    shop: 'fixturemall',
    body: () => asOfNow(fixture(cafe24, '90023.paid-card').rawBody),
  }),
  firstOrder(stripeCheckout, {
    topic: 'checkout.session.completed',
    shop: 'acct_1Fixture0000001',
    body: () => asOfNow(fixture(stripeCheckout, 'checkout.session.completed.paid').rawBody),
  }),
];

function firstOrder(
  source: Source,
  { shop, ...rest }: { readonly shop: string; readonly topic: string; readonly body: () => string },
): FirstOrder {
  const secrets = [exampleSecretsOf(source).current];
  return { source, connection: aConnection({ source: source.id, shop, secrets }), ...rest };
}

/** Orders older than a year are ignored. */
function asOfNow(rawBody: Buffer): string {
  const now = new Date();
  return rawBody
    .toString()
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g, now.toISOString().slice(0, 19))
    .replaceAll(/"created": \d+/g, `"created": ${Math.floor(now.getTime() / 1_000)}`);
}
