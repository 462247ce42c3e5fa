import { shoplineOrderId } from '../support/doubles/shopline-shop/shopline-order.ts';
import { bigCommerceBody, bigCommerceWebhook, isSeen } from './bigcommerce-bodies.ts';
import { bigCommerceSteps } from './bigcommerce-steps.ts';
import { cafe24Body, cafe24Webhook, paidState } from './cafe24-bodies.ts';
import { cafe24OrderId } from './cafe24-item-bodies.ts';
import { cafe24Steps, noteMixedLines } from './cafe24-steps.ts';
import { CHECKOUTS, type MoneySource } from './checkouts.ts';
import type { Draw } from './draw.ts';
import { imwebBody, imwebOrderNo, imwebWebhook } from './imweb-bodies.ts';
import { imwebSteps } from './imweb-steps.ts';
import { placeOrder } from './place-order.ts';
import { askedFor, dueOf, paidBack, unitsLeft } from './shop-account.ts';
import { charge } from './shop-moves.ts';
import type { ShopOrder } from './shop-order.ts';
import { shopbyBody, shopbyOrderNo } from './shopby-bodies.ts';
import { shopbySteps } from './shopby-steps.ts';
import { financialStatus, orderId, shopifyBody } from './shopify-bodies.ts';
import { shopifySteps } from './shopify-steps.ts';
import { noteUntellable } from './shopify-untellable.ts';
import { notePointsBack, shoplineBody, shoplineStatus, shoplineWebhook } from './shopline-bodies.ts';
import { shoplineSteps } from './shopline-steps.ts';
import { paymentStatus, standardBody } from './standard-bodies.ts';
import { standardSteps } from './standard-steps.ts';
import type { Steps } from './step.ts';
import { stripeBody, stripeSessionId, stripeWebhook } from './stripe-bodies.ts';
import { stripeSteps } from './stripe-steps.ts';
import { drawShopifyWays, PLAIN } from './ways.ts';
import { wooCommerceBody, wooCommerceStatus } from './woocommerce-bodies.ts';
import { wooCommerceSteps } from './woocommerce-steps.ts';

export type PurchaseOn = 'paid' | 'authorized' | 'created';

/**
 * How far an order is, by the documented meaning of what its body says. `uncounted`: it does not count under the setting.
 * `paid-in-part`: its refunds count, if it counted before.
 */
export type Standing = 'uncounted' | 'promised' | 'closed' | 'paid' | 'paid-in-part';

/** What the model knows of a platform. Nothing of it comes from the reader of that platform. */
export interface Platform {
  readonly source: MoneySource;
  readonly steps: Steps;
  readonly place: (draw: Draw, number: number) => ShopOrder;
  /** Returns the order with what its body cannot say. */
  readonly note: (order: ShopOrder) => ShopOrder;
  readonly topicOf: (order: ShopOrder) => string | undefined;
  readonly bodyOf: (order: ShopOrder) => Readonly<Record<string, unknown>>;
  /** The body of a webhook, if that only names the order: then `bodyOf` is what the API answers. */
  readonly webhookOf?: (order: ShopOrder) => unknown;
  /** The order's id at Dfinery. */
  readonly idOf: (order: Pick<ShopOrder, 'number'>) => string;
  readonly standingOf: (order: ShopOrder, purchaseOn: PurchaseOn) => Standing;
  /** Returns what an order that is promised or paid is told with. */
  readonly toldAs: (order: ShopOrder) => number;
}

const asIs = (order: ShopOrder): ShopOrder => order;

const shopify: Platform = {
  source: 'shopify',
  steps: shopifySteps,
  place(draw, number) {
    const checkout = CHECKOUTS.shopify;
    const placed = placeOrder(draw, { number, ways: drawShopifyWays(draw), checkout });
    if (!placed.ways.isImported) return placed;
    const payment = { by: 'card', state: 'imported' } as const;
    return { ...placed, payment, paidAt: 0, charged: askedFor(placed), credit: 0 };
  },
  note: noteUntellable,
  topicOf: ({ cancelledAt }) => (cancelledAt === undefined ? 'orders/updated' : 'orders/cancelled'),
  bodyOf: shopifyBody,
  toldAs: dueOf,
  idOf: (order) => String(orderId(order)),
  standingOf(order, purchaseOn) {
    const status = financialStatus(order);
    const isOpen = order.cancelledAt === undefined;
    const counted: Readonly<Record<string, readonly PurchaseOn[]>> = {
      authorized: ['authorized', 'created'],
      pending: ['created'],
      voided: ['authorized', 'created'],
      expired: ['authorized', 'created'],
    };
    if (status === 'partially_paid') return purchaseOn === 'created' ? 'promised' : 'paid-in-part';
    const unpaid = counted[status];
    if (unpaid === undefined) return 'paid';
    if (!unpaid.includes(purchaseOn)) return 'uncounted';
    return isOpen && (status === 'authorized' || status === 'pending') ? 'promised' : 'closed';
  },
};

const woocommerce: Platform = {
  source: 'woocommerce',
  steps: wooCommerceSteps,
  place: (draw, number) =>
    placeOrder(draw, {
      number,
      ways: { ...PLAIN, currency: draw.of(['USD', 'KRW', 'KWD']) },
      checkout: CHECKOUTS.woocommerce,
    }),
  note: asIs,
  topicOf: () => 'order.updated',
  bodyOf: wooCommerceBody,
  toldAs: dueOf,
  idOf: ({ number }) => String(number),
  standingOf(order, purchaseOn) {
    const status = wooCommerceStatus(order);
    if (order.paidAt !== undefined) return 'paid';
    if (['cancelled', 'failed', 'refunded'].includes(status)) return 'closed';
    if (status === 'processing') return 'promised';
    const isAuthorized = order.payment.state === 'authorized';
    return purchaseOn === 'created' || (purchaseOn === 'authorized' && isAuthorized)
      ? 'promised'
      : 'uncounted';
  },
};

const cafe24: Platform = {
  source: 'cafe24',
  steps: cafe24Steps,
  place(draw, number) {
    const ways = { ...PLAIN, currency: 'KRW' as const, sentInExchange: draw.of<'N1' | 'N2'>(['N1', 'N2']) };
    const placed = placeOrder(draw, { number, ways, checkout: CHECKOUTS.cafe24 });
    const isNaver = placed.payment.by === 'card' && placed.credit === 0 && draw.oneIn(6);
    return { ...placed, ways: { ...ways, isNaver } };
  },
  note: noteMixedLines,
  topicOf: () => undefined,
  bodyOf: cafe24Body,
  webhookOf: cafe24Webhook,
  // Cafe24 keeps the amounts of the checkout, so what was added later counts once it is paid.
  toldAs: (order) => (order.paidAt === undefined ? dueOf(order) : order.charged),
  idOf: cafe24OrderId,
  standingOf(order, purchaseOn) {
    const paid = paidState(order);
    if (paid === 'T') return 'paid';
    if (purchaseOn !== 'created') return paid === 'M' ? 'paid-in-part' : 'uncounted';
    return order.cancelledAt !== undefined && paid === 'F' ? 'closed' : 'promised';
  },
};

const imweb: Platform = {
  source: 'imweb',
  steps: imwebSteps,
  place(draw, number) {
    const currency = draw.of<'KRW' | 'USD'>(['KRW', 'USD']);
    const totalsFall = draw.oneIn(2);
    const ways = { ...PLAIN, currency, totalsFall, linesLeave: totalsFall && draw.oneIn(2) };
    const placed = placeOrder(draw, { number, ways, checkout: CHECKOUTS.imweb });
    // Nothing is left to pay.
    return placed.credit === askedFor(placed) ? charge(placed) : placed;
  },
  note: asIs,
  topicOf: () => undefined,
  bodyOf: imwebBody,
  webhookOf: imwebWebhook,
  toldAs: dueOf,
  idOf: (order) => String(imwebOrderNo(order)),
  standingOf(order, purchaseOn) {
    const hasLines = !order.ways.linesLeave || order.lines.some((line) => unitsLeft(line) > 0);
    if (order.paidAt !== undefined) return hasLines ? 'paid' : 'paid-in-part';
    if (purchaseOn !== 'created') return 'uncounted';
    return order.cancelledAt === undefined ? 'promised' : 'closed';
  },
};

const shopby: Platform = {
  source: 'shopby',
  steps: shopbySteps,
  place: (draw, number) =>
    placeOrder(draw, {
      number,
      ways: {
        ...PLAIN,
        currency: draw.of(['KRW', 'USD']),
        claimsBelowZero: draw.oneIn(2),
        pointsBeside: draw.oneIn(2),
        splitKeepsUnits: draw.oneIn(2),
      },
      checkout: CHECKOUTS.shopby,
    }),
  note: asIs,
  topicOf: () => 'order',
  bodyOf: shopbyBody,
  toldAs: dueOf,
  idOf: shopbyOrderNo,
  standingOf(order, purchaseOn) {
    if (order.paidAt !== undefined) return 'paid';
    if (purchaseOn !== 'created') return 'uncounted';
    return order.cancelledAt === undefined ? 'promised' : 'closed';
  },
};

const shopline: Platform = {
  source: 'shopline',
  steps: shoplineSteps,
  place: (draw, number) =>
    placeOrder(draw, {
      number,
      ways: { ...PLAIN, currency: draw.of<'KRW' | 'USD'>(['KRW', 'USD']), totalsFall: draw.oneIn(2) },
      checkout: CHECKOUTS.shopline,
    }),
  note: notePointsBack,
  topicOf: ({ cancelledAt }) => (cancelledAt === undefined ? 'orders/updated' : 'orders/cancelled'),
  bodyOf: shoplineBody,
  webhookOf: shoplineWebhook,
  toldAs: dueOf,
  idOf: (order) => shoplineOrderId(order.number),
  standingOf(order, purchaseOn) {
    if (order.paidAt !== undefined) return 'paid';
    if (purchaseOn === 'paid') return 'uncounted';
    if (order.cancelledAt !== undefined) return 'closed';
    return purchaseOn === 'created' || shoplineStatus(order) === 'authorized' ? 'promised' : 'uncounted';
  },
};

const bigcommerce: Platform = {
  source: 'bigcommerce',
  steps: bigCommerceSteps,
  place(draw, number) {
    const ways = {
      ...PLAIN,
      currency: draw.of<'USD' | 'KRW' | 'KWD'>(['USD', 'KRW', 'KWD']),
      discountsApart: draw.oneIn(2),
      creditTakenOff: draw.oneIn(2),
    };
    return placeOrder(draw, { number, ways, checkout: CHECKOUTS.bigcommerce });
  },
  note: asIs,
  topicOf: () => undefined,
  bodyOf: bigCommerceBody,
  webhookOf: bigCommerceWebhook,
  toldAs: dueOf,
  idOf: ({ number }) => String(number),
  standingOf(order, purchaseOn) {
    const { payment, paidAt, cancelledAt } = order;
    // What was paid outside shows by a completed order, or by a refund.
    const isShown = isSeen(order) || payment.by === 'on-delivery' || paidBack(order) > 0;
    if (paidAt !== undefined) return isShown ? 'paid' : 'promised';
    if (cancelledAt !== undefined || payment.state === 'voided') return 'closed';
    if (payment.by === 'on-delivery') return 'promised';
    if (payment.state === 'authorized') return purchaseOn === 'paid' ? 'uncounted' : 'promised';
    return payment.by === 'transfer' && purchaseOn === 'created' ? 'promised' : 'uncounted';
  },
};

const standard: Platform = {
  source: 'standard-webhooks',
  steps: standardSteps,
  place: (draw, number) =>
    placeOrder(draw, {
      number,
      ways: { ...PLAIN, currency: draw.of(['USD', 'KRW', 'KWD']) },
      checkout: CHECKOUTS['standard-webhooks'],
    }),
  note: asIs,
  topicOf: () => undefined,
  bodyOf: standardBody,
  toldAs: dueOf,
  idOf: ({ number }) => String(number),
  standingOf(order, purchaseOn) {
    const status = paymentStatus(order);
    const counted: Readonly<Record<string, readonly PurchaseOn[]>> = {
      pending: ['created'],
      authorized: ['authorized', 'created'],
      voided: ['authorized', 'created'],
    };
    const unpaid = counted[status];
    if (unpaid === undefined) return 'paid';
    if (!unpaid.includes(purchaseOn)) return 'uncounted';
    return status === 'voided' || order.cancelledAt !== undefined ? 'closed' : 'promised';
  },
};

const stripe: Platform = {
  source: 'stripe-checkout',
  steps: stripeSteps,
  place: (draw, number) =>
    placeOrder(draw, {
      number,
      ways: { ...PLAIN, currency: draw.of(['USD', 'KRW', 'KWD']) },
      checkout: CHECKOUTS['stripe-checkout'],
    }),
  note: asIs,
  topicOf: () => undefined,
  bodyOf: stripeBody,
  webhookOf: stripeWebhook,
  toldAs: dueOf,
  idOf: stripeSessionId,
  standingOf({ paidAt, payment: { state } }, purchaseOn) {
    if (paidAt !== undefined) return 'paid';
    if (purchaseOn === 'paid') return 'uncounted';
    if (state === 'voided' || state === 'failed') return 'closed';
    return state === 'authorized' || purchaseOn === 'created' ? 'promised' : 'uncounted';
  },
};

export const platforms: readonly Platform[] = [
  shopify,
  woocommerce,
  cafe24,
  imweb,
  shopby,
  shopline,
  bigcommerce,
  standard,
  stripe,
];
