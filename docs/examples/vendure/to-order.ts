/**
 * The entities of Vendure 3 that an order is read from. Amounts are whole numbers of the smallest unit; discounts are
 * negative. Only what is read.
 * @see https://docs.vendure.io/reference/typescript-api/entities/order
 * @see https://docs.vendure.io/reference/typescript-api/entities/order-line
 */
export interface VendureOrder {
  id: string | number;
  code: string;
  state: string;
  orderPlacedAt?: Date | null;
  updatedAt: Date;
  currencyCode: string;
  couponCodes: string[];
  /** What was cancelled is taken off. */
  totalWithTax: number;
  customer?: VendureCustomer | null;
  billingAddress?: { phoneNumber?: string | null; countryCode?: string | null } | null;
  lines: VendureLine[];
  shippingLines: (Taxed & { adjustments: Adjustment[] })[];
  surcharges: Taxed[];
  payments: VendurePayment[];
}

interface VendureCustomer {
  id: string | number;
  emailAddress: string;
  phoneNumber?: string | null;
  /** A guest has none. */
  user?: object | null;
}

interface Taxed {
  listPrice: number;
  listPriceIncludesTax: boolean;
  /** In percent. */
  taxRate: number;
}

interface Adjustment {
  adjustmentSource: string;
  amount: number;
}

interface VendureLine extends Taxed {
  id: string | number;
  productVariant: { id: string | number; productId: string | number; sku: string; name: string };
  /** What was cancelled is taken off. */
  quantity: number;
  orderPlacedQuantity: number;
  /** Of all units that were placed, with tax if the list price is. */
  adjustments: Adjustment[];
}

interface VendurePayment {
  method: string;
  amount: number;
  state: string;
  refunds: VendureRefund[];
}

interface VendureRefund {
  id: string | number;
  total: number;
  state: string;
  updatedAt: Date;
  lines?: { orderLineId: string | number; quantity: number }[];
}

export interface Settings {
  /** Decimals of Vendure’s amounts: those of its `MoneyStrategy`, the same for every currency. */
  readonly precision?: number;
  /** Codes of payment methods that are points, gift cards or store credit. */
  readonly creditMethods?: readonly string[];
}

/**
 * Returns the order in the adapter’s schema (docs/schemas/order.v1.json), or nothing if it was not placed. It is told as
 * it was placed, unless less was paid for it because a part was cancelled before. The total is Vendure’s own, so a
 * figure that is missing shows as `MoneyMismatch`; Vendure takes off what was cancelled, and only then it is worked out.
 */
export function toOrder(order: VendureOrder, { precision = 2, creditMethods = [] }: Settings = {}) {
  if (order.orderPlacedAt == null) return undefined;
  const text = (amount: number): string => String(amount / 10 ** precision);
  const settled = order.payments.filter((payment) => payment.state === 'Settled');
  const paid = sum(settled.map((payment) => payment.amount));
  const placed = figuresOf(order, { asPlaced: true });
  const asPlaced = paid === 0 || paid >= placed.worth;
  const figures = asPlaced ? placed : figuresOf(order, { asPlaced });
  const isLowered = asPlaced && placed.worth !== figuresOf(order, { asPlaced: false }).worth;
  const total = isLowered ? figures.worth : order.totalWithTax;

  const isCredit = ({ method }: VendurePayment): boolean => creditMethods.includes(method);
  const refunds = settled.flatMap((payment) => payment.refunds.filter(({ state }) => state === 'Settled'));

  return {
    id: String(order.id),
    number: order.code,
    placed_at: order.orderPlacedAt.toISOString(),
    payment_status: statusOf(order, {
      due: total,
      paid,
      refunded: sum(refunds.map((refund) => refund.total)),
    }),
    cancelled_at: order.state === 'Cancelled' ? order.updatedAt.toISOString() : undefined,
    currency: order.currencyCode,
    total: text(total),
    items: figures.lines.map((line) => toLine(line, text)),
    customer: toCustomer(order),
    delivery_charge: text(figures.delivery),
    order_discount: text(figures.taken),
    fees: text(figures.added),
    tax: text(figures.tax),
    taxes_included: figures.taxesIncluded,
    payment_methods: settled.map((payment) => (isCredit(payment) ? 'gift_card' : payment.method)),
    coupon_codes: order.couponCodes,
    refunds: refunds.map((refund) => ({
      id: String(refund.id),
      amount: text(refund.total),
      refunded_at: refund.updatedAt.toISOString(),
      // A refund of several payments lists all of its lines with each of them.
      items: settled.length > 1 ? [] : refundedLines(refund, figures.lines).map((line) => toLine(line, text)),
    })),
    paid_with_credit: text(sum(settled.filter(isCredit).map((payment) => payment.amount))),
  };
}

interface Line extends Pick<VendureLine, 'id' | 'productVariant' | 'quantity'> {
  readonly price: number;
  readonly discount: number;
}

/** Returns the figures of all lines: with tax if the list prices are, else without. `worth` is with tax. */
function figuresOf(order: VendureOrder, { asPlaced }: { asPlaced: boolean }) {
  const taxesIncluded = order.lines.every((line) => line.listPriceIncludesTax);
  const isCounted = ({ adjustmentSource }: Adjustment) => !asPlaced || adjustmentSource !== 'CANCEL_ORDER';
  const inTerms = (amount: number, taxed: Taxed) => (taxesIncluded ? grossOf : netOf)(amount, taxed);

  const lines = order.lines.map((line) => {
    const placedQuantity = Math.max(line.orderPlacedQuantity, line.quantity);
    const quantity = asPlaced ? placedQuantity : line.quantity;
    const share = placedQuantity === 0 ? 0 : quantity / placedQuantity;
    const reduced = line.listPrice * quantity + adjusted(line.adjustments) * share;
    const price = inTerms(line.listPrice, line);
    return { ...line, quantity, price, reduced, rest: inTerms(reduced, line) - price * quantity };
  });
  const shipping = order.shippingLines.map((line) => ({
    ...line,
    reduced: line.listPrice + adjusted(line.adjustments.filter(isCounted)),
  }));
  const surcharges = order.surcharges.map((line) => ({ ...line, reduced: line.listPrice }));

  const all = [...lines, ...shipping, ...surcharges];
  const extras = [
    ...lines.map(({ rest }) => Math.max(rest, 0)),
    ...surcharges.map((line) => inTerms(line.reduced, line)),
  ];
  return {
    taxesIncluded,
    lines: lines.map((line): Line => ({ ...line, discount: Math.max(-line.rest, 0) })),
    delivery: sum(shipping.map((line) => inTerms(line.reduced, line))),
    added: sum(extras.filter((amount) => amount > 0)),
    taken: -sum(extras.filter((amount) => amount < 0)),
    tax: sum(all.map((line) => grossOf(line.reduced, line) - netOf(line.reduced, line))),
    worth: sum(all.map((line) => grossOf(line.reduced, line))),
  };
}

function refundedLines({ lines = [] }: VendureRefund, ordered: readonly Line[]): Line[] {
  return lines.flatMap(({ orderLineId, quantity }) => {
    const line = ordered.find(({ id }) => id === orderLineId);
    if (line === undefined || line.quantity === 0) return [];
    return [{ ...line, quantity, discount: Math.round((line.discount * quantity) / line.quantity) }];
  });
}

function toLine({ productVariant, quantity, price, discount }: Line, text: (amount: number) => string) {
  return {
    product_id: String(productVariant.productId),
    variant_id: String(productVariant.id),
    sku: productVariant.sku,
    name: productVariant.name,
    quantity,
    unit_price: text(price),
    discount: text(discount),
  };
}

function toCustomer({ customer, billingAddress }: VendureOrder) {
  return {
    id: customer?.user == null ? undefined : String(customer.id),
    email: customer?.emailAddress,
    phone: customer?.phoneNumber || billingAddress?.phoneNumber,
    country: billingAddress?.countryCode?.toUpperCase() || undefined,
  };
}

function statusOf(
  { payments }: VendureOrder,
  { due, paid, refunded }: { due: number; paid: number; refunded: number },
) {
  if (paid < due) return payments.some(({ state }) => state === 'Authorized') ? 'authorized' : 'pending';
  if (refunded === 0) return 'paid';
  return refunded < paid ? 'partially_refunded' : 'refunded';
}

function adjusted(adjustments: Adjustment[]): number {
  return sum(adjustments.map(({ amount }) => amount));
}

/** Rounded like Vendure’s own figures. */
function grossOf(amount: number, { listPriceIncludesTax, taxRate }: Taxed): number {
  return Math.round(listPriceIncludesTax ? amount : amount + amount * (taxRate / 100));
}

function netOf(amount: number, { listPriceIncludesTax, taxRate }: Taxed): number {
  return Math.round(listPriceIncludesTax ? amount / ((100 + taxRate) / 100) : amount);
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
