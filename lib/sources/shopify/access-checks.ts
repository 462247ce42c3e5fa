import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { AccessCheck, HiddenPart } from '../listing.ts';
import { get, scopesRequest } from './api.ts';
import { buyerEntries, toCustomer } from './to-customer.ts';

/** With fewer orders nothing can be said: buyers at a till leave no address. */
const MIN_ORDERS = 5;
const LOOKED_AT = 50;

const ScopesSchema = v.object({ access_scopes: v.array(v.object({ handle: v.string() })) });
const OrdersSchema = v.object({ orders: v.array(v.object(buyerEntries)) });

const RELEASE =
  'Add the scope to the app in the Dev Dashboard, release that version, and let the shop accept it.';

/** What a token without a scope does not see. */
const parts: readonly (HiddenPart & {
  readonly scope: string;
  readonly isWanted?: (settings: MappingSettings) => boolean;
})[] = [
  {
    scope: 'read_orders',
    what: 'all orders (no scope read_orders)',
    advice: RELEASE,
    hidesOrders: true,
  },
  {
    scope: 'read_all_orders',
    what: 'orders that were placed more than 60 days ago, with their refunds (no scope read_all_orders)',
    advice: `${RELEASE} Without it their webhooks still come.`,
    hidesOrders: true,
  },
  {
    scope: 'read_customers',
    isWanted: ({ profiles }) => profiles === 'send',
    what: 'customers (no scope read_customers)',
    advice: RELEASE,
    hidesOrders: false,
  },
];

/**
 * What Shopify hides from an app. The scopes are those of the token.
 * @see https://shopify.dev/docs/api/usage/access-scopes (read 2026-11-29)
 */
const scopes: AccessCheck = {
  request: scopesRequest,
  read: (body, settings) => {
    const given = new Set(parsePayload(ScopesSchema, body).access_scopes.map(({ handle }) => handle));
    return parts
      .filter(({ isWanted }) => isWanted?.(settings) ?? true)
      .filter(({ scope }) => !given.has(scope) && !given.has(scope.replace('read_', 'write_')))
      .map(({ what, advice, hidesOrders }) => ({ what, advice, hidesOrders }));
  },
};

/**
 * Names, addresses, e-mail and phone are "protected customer data": an app that was made in the shop's admin has them on
 * some plans only, a public app after a review, an app of one's own always. Where they are hidden, they are null.
 * @see https://shopify.dev/docs/apps/launch/protected-customer-data (read 2026-11-29)
 */
const buyers: AccessCheck = {
  request: () =>
    get('orders', {
      status: 'any',
      limit: String(LOOKED_AT),
      fields: ['id', ...Object.keys(buyerEntries)].join(','),
    }),
  read: (body) => {
    const { orders } = parsePayload(OrdersSchema, body);
    const isReachable = orders
      .map(toCustomer)
      .some(({ emails, phones }) => emails.length + phones.length > 0);
    if (isReachable || orders.length < MIN_ORDERS) return [];
    return [
      {
        what: `e-mail addresses and phone numbers of buyers (none in the last ${orders.length} orders)`,
        advice:
          'Give the app access to protected customer data. An app made in the shop’s admin has it on larger plans only: make one in the Dev Dashboard.',
        hidesOrders: false,
      },
    ];
  },
};

export const accessChecks: readonly AccessCheck[] = [scopes, buyers];
