type Json = Readonly<Record<string, unknown>>;

/** A refund as the API gives it. Seconds since 1970. */
export interface StripeDoubleRefund {
  readonly id: string;
  readonly amount: number;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly created: number;
}

/** A session in won, as its account keeps it. */
export interface StripeDoubleSession {
  readonly number: number;
  /** Seconds since 1970. */
  readonly created: number;
  readonly total: number;
  readonly lines: number;
  readonly isPaid: boolean;
  /** The newest first, as the API lists them. */
  readonly refunds: readonly StripeDoubleRefund[];
}

export const sessionId = ({ number }: Pick<StripeDoubleSession, 'number'>) => `cs_live_a1TEST${number}`;
export const paymentId = ({ number }: Pick<StripeDoubleSession, 'number'>) => `pi_3TEST${number}`;
export const chargeId = ({ number }: Pick<StripeDoubleSession, 'number'>) => `ch_3TEST${number}`;

/** Returns a session as the API gives it when nothing is expanded. */
export function toSession(session: StripeDoubleSession): Json {
  return {
    id: sessionId(session),
    object: 'checkout.session',
    amount_subtotal: session.total,
    amount_total: session.total,
    client_reference_id: `order-${session.number}`,
    created: session.created,
    currency: 'krw',
    customer: null,
    customer_creation: 'if_required',
    customer_details: {
      address: { country: 'KR' },
      email: `buyer-${session.number}@example.com`,
      phone: null,
    },
    customer_email: null,
    livemode: true,
    metadata: {},
    mode: 'payment',
    payment_intent: paymentId(session),
    payment_link: null,
    payment_method_types: ['card'],
    payment_status: session.isPaid ? 'paid' : 'unpaid',
    status: 'complete',
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  };
}

/** Returns the lines of a session: the first has what the others leave of the total. */
export function toLines(session: StripeDoubleSession): Json[] {
  return Array.from({ length: session.lines }, (_, index) => {
    const amount = index === 0 ? session.total - 100 * (session.lines - 1) : 100;
    return {
      id: `li_${session.number}x${index}`,
      object: 'item',
      amount_discount: 0,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount,
      currency: 'krw',
      description: `머그컵 ${index + 1}`,
      price: {
        id: `price_${index}`,
        product: { id: `prod_${index}`, metadata: {}, name: `머그컵 ${index + 1}` },
      },
      quantity: 1,
    };
  });
}

export function toRefund(session: StripeDoubleSession, refund: StripeDoubleRefund): Json {
  const { id, amount, status, created } = refund;
  const of = { charge: chargeId(session), payment_intent: paymentId(session) };
  return { id, object: 'refund', amount, created, currency: 'krw', metadata: {}, status, ...of };
}

/** Returns the payment of a session with its charge, whose refunds are given. */
export function toPayment(session: StripeDoubleSession, refunds: Json): Json {
  const made = session.refunds.filter(({ status }) => status !== 'failed');
  const charge = {
    id: chargeId(session),
    object: 'charge',
    amount: session.total,
    amount_refunded: made.reduce((sum, { amount }) => sum + amount, 0),
    created: session.created,
    currency: 'krw',
    payment_method_details: { type: 'card' },
    refunds,
  };
  return {
    id: paymentId(session),
    object: 'payment_intent',
    amount_received: session.isPaid ? session.total : 0,
    currency: 'krw',
    latest_charge: charge,
    status: session.isPaid ? 'succeeded' : 'processing',
  };
}
