import { cafe24 } from '../../../lib/sources/cafe24/source.ts';
import { pick, type Random } from '../../simulation/random.ts';
import type { DoubleOrder } from '../doubles/cafe24-double/double-state.ts';
import { fixture } from '../reading/fixtures.ts';

const DELIVERY = 3_000;

/** How an order is paid, and how its mall announces it. */
export interface Sale {
  readonly orderId: string;
  readonly paidBy: 'card' | 'transfer' | 'nobody';
  /** True if the API lags behind the webhooks. */
  readonly isLate: boolean;
  readonly total: number;
  /** The buyer's identity at Dfinery. */
  readonly identity: Readonly<Record<string, string>>;
  /** The order as the API gives it in the end. */
  readonly order: DoubleOrder;
  /** Bodies, in sending order. */
  readonly webhooks: readonly string[];
  /** How many of them cause a fetch. */
  readonly named: number;
}

/** Returns sales of a mall: by card and by bank transfer, paid and unpaid, to returning members and to guests. */
export function salesOf(mall: string, count: number, random: Random): Sale[] {
  return Array.from({ length: count }, (_, index) => saleOf(mall, index + 1, random));
}

function saleOf(mall: string, number: number, random: Random): Sale {
  const orderId = `20261124-${String(number).padStart(7, '0')}`;
  const paidBy = pick<Sale['paidBy']>(random, [
    'card',
    'card',
    'card',
    'card',
    'transfer',
    'transfer',
    'nobody',
  ]);
  const member = random() < 0.7 ? `${mall}-member-${Math.floor(random() * 20)}` : undefined;
  const [price, quantity] = [1_000 * (1 + Math.floor(random() * 90)), pick(random, [1, 1, 2, 5])];
  const email = `${member ?? `guest-${number}`}@example.com`;
  const isPaid = paidBy !== 'nobody';
  const states = pick(random, statesOf[paidBy]);
  return {
    orderId,
    paidBy,
    isLate: isPaid && random() < 0.1,
    total: price * quantity + DELIVERY,
    identity: { email, ...(member !== undefined && { external_id: member }) },
    order: cafe24Order(orderId, { member, email, price, quantity, paid: isPaid ? 'T' : 'F' }),
    webhooks: states.map((state) => webhookOf(mall, orderId, state)),
    named: states.filter((state) => !state.endsWith('F')).length,
  };
}

type State = '90023 T' | '90023 F' | '90025 T' | '90025 M';

/** A card pays at once. Some orders are announced twice, and everything may be delivered more than once. */
const statesOf: Record<Sale['paidBy'], [State[], ...State[][]]> = {
  card: [['90023 T'], ['90023 T'], ['90023 T', '90025 T'], ['90023 T', '90023 T']],
  transfer: [
    ['90023 F', '90025 T'],
    ['90023 F', '90025 M', '90025 T', '90025 T'],
  ],
  nobody: [['90023 F'], ['90023 F', '90023 F', '90025 M']],
};

/** Returns the body of a webhook about an order; `state` is the event and its state of payment. */
export function webhookOf(mall: string, orderId: string, state: State = '90023 T'): string {
  const [event, paid] = state.split(' ');
  const name = event === '90023' ? '90023.paid-card' : '90025.bank-transfer-paid';
  const body = JSON.parse(fixture(cafe24, name).rawBody.toString()) as { resource: object };
  const resource = { ...body.resource, mall_id: mall, order_id: orderId, paid };
  return JSON.stringify({ ...body, resource });
}

interface OrderChanges {
  readonly member?: string | undefined;
  readonly email?: string;
  readonly price?: number;
  readonly quantity?: number;
  readonly paid?: string;
}

/** Returns an order of one line, with delivery at 3,000, placed now, as the Admin API gives it. */
export function cafe24Order(
  orderId: string,
  { member, email = 'guest@example.com', price = 12_000, quantity = 1, paid = 'T' }: OrderChanges = {},
): DoubleOrder & Pick<FixtureOrder, 'items'> {
  const order = JSON.parse(fixture(cafe24, 'order.guest').rawBody.toString()) as FixtureOrder;
  const goods = String(price * quantity);
  const payment_amount = paid === 'T' ? String(price * quantity + DELIVERY) : '0.00';
  const figures = { ...order.initial_order_amount, order_price_amount: goods, payment_amount };
  const placedAt = `${new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 19)}+09:00`;
  return {
    ...order,
    order_id: orderId,
    paid,
    order_date: placedAt,
    member_id: member ?? '',
    member_email: member === undefined ? null : email,
    payment_amount,
    initial_order_amount: figures,
    actual_order_amount: figures,
    items: order.items.map((item) => ({ ...item, product_price: String(price), quantity })),
    buyer: { ...order.buyer, email, phone: '', cellphone: '' },
  };
}

interface FixtureOrder extends DoubleOrder {
  readonly initial_order_amount: object;
  readonly items: readonly object[];
  readonly buyer: object;
}
