import type { Checkout } from './place-order.ts';

/** What orders can be at the checkout, by platform. */
export const CHECKOUTS = {
  shopify: {
    paysBy: ['card', 'transfer', 'on-delivery'],
    extra: 'tip',
    hasCredit: true,
    tax: 'either',
    hasLineDiscounts: true,
  },
  woocommerce: {
    paysBy: ['card', 'transfer', 'on-delivery'],
    extra: 'tip or discount',
    hasCredit: true,
    tax: 'either',
    hasLineDiscounts: true,
  },
  cafe24: {
    paysBy: ['card', 'transfer', 'on-delivery'],
    extra: 'discount',
    hasCredit: true,
    tax: 'included',
    hasLineDiscounts: true,
  },
  imweb: {
    paysBy: ['card', 'transfer'],
    extra: 'discount',
    hasCredit: true,
    tax: 'included',
    hasLineDiscounts: true,
  },
  shopby: {
    paysBy: ['card', 'transfer'],
    extra: 'discount',
    hasCredit: true,
    tax: 'included',
    hasLineDiscounts: true,
  },
  shopline: {
    paysBy: ['card', 'transfer'],
    extra: 'tip or discount',
    hasCredit: true,
    tax: 'either',
    hasLineDiscounts: true,
  },
  bigcommerce: {
    paysBy: ['card', 'transfer', 'on-delivery'],
    extra: 'tip or discount',
    hasCredit: true,
    tax: 'either',
    hasLineDiscounts: true,
  },
  'standard-webhooks': {
    paysBy: ['card', 'transfer', 'on-delivery'],
    extra: 'tip or discount',
    hasCredit: false,
    tax: 'either',
    hasLineDiscounts: true,
  },
  'stripe-checkout': {
    paysBy: ['card', 'transfer'],
    extra: 'discount',
    hasCredit: false,
    tax: 'either',
    hasLineDiscounts: true,
  },
} as const satisfies Readonly<Record<string, Checkout>>;

/** A platform that the model knows. */
export type MoneySource = keyof typeof CHECKOUTS;
