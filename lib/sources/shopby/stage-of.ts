import type { MappingSettings } from '../../model/connection.ts';
import type { Stage } from '../../model/order.ts';

/** What a line is in once the order is paid. */
const PAID: ReadonlySet<string> = new Set([
  'PAY_DONE',
  'PRODUCT_PREPARE',
  'DELIVERY_PREPARE',
  'DELIVERY_ING',
  'DELIVERY_DONE',
  'BUY_CONFIRM',
  'RETURN_DONE',
  'EXCHANGE_DONE',
  'REFUND_DONE',
]);

/** What a line is in that is no more. */
const OVER: ReadonlySet<string> = new Set(['CANCEL_DONE', 'PAY_CANCEL', 'PAY_FAIL', 'DELETE']);

/** The payment page is open: nothing was ordered yet. */
const AT_CHECKOUT = 'PAY_WAIT';

export interface OrderState {
  /** When it was paid first. */
  readonly firstPayYmdt: string | undefined;
  /** The states of its lines. */
  readonly states: readonly string[];
}

/**
 * Returns how far an order is, or `unpaid` if it does not count. It is paid if it has a time of payment; should the API leave
 * that out, the state of a line says so too. With `created` an order counts from the checkout on, and one of which every line
 * is over is closed. Shopby has no authorised payments, so `authorized` is the same as `paid`.
 * @see https://server-docs.shopby.co.kr/spec/order-server-public.yml (`firstPayYmdt`, `orderRequestTypes`; read 2026-11-29)
 */
export function stageOf(
  { firstPayYmdt, states }: OrderState,
  purchaseOn: MappingSettings['purchaseOn'],
): Stage | 'unpaid' {
  if (firstPayYmdt !== undefined || states.some(isPaidState)) return 'paid';
  if (purchaseOn !== 'created') return 'unpaid';
  const open = states.filter((state) => !OVER.has(state));
  if (open.length === 0) return states.length > 0 ? 'closed' : 'unpaid';
  return open.every((state) => state === AT_CHECKOUT) ? 'unpaid' : 'promised';
}

/** True if a line in this state was paid for. */
export function isPaidState(state: string | undefined): boolean {
  return state !== undefined && PAID.has(state);
}
