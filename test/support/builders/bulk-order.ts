/** The parts of a bulk order that a test sets. */
export interface BulkOrderChanges {
  /** Digits. */
  readonly id: string;
  readonly customerId?: number;
  readonly email?: string;
  /** Line items, each of 1,000. */
  readonly lines?: number;
  /** ISO 8601. */
  readonly placedAt?: string;
  /** Fields of the order row that replace others. */
  readonly order?: Readonly<Record<string, unknown>>;
  /** Fields that replace others in every line item. */
  readonly lineItem?: Readonly<Record<string, unknown>>;
}

const money = (amount: number) => ({ shopMoney: { amount: `${amount}.0` } });

/**
 * Returns an order in KRW as the rows of a bulk operation with `docs/shopify-orders.graphql`: the order, its line items,
 * and a shipping line of 3,000.
 */
export function bulkOrder({
  id,
  customerId = 6_600_000_000_001,
  email = 'bulk@example.com',
  lines = 1,
  placedAt = '2025-03-04T05:06:07Z',
  order = {},
  lineItem = {},
}: BulkOrderChanges): Record<string, unknown>[] {
  const gid = `gid://shopify/Order/${id}`;
  const total = money(lines * 1_000 + 3_000);
  const lineItems = Array.from({ length: lines }, (_, index) => ({
    __typename: 'LineItem',
    product: { id: `gid://shopify/Product/${7_500_000_000_000 + index}` },
    variant: { id: `gid://shopify/ProductVariant/${42_500_000_000_000 + index}` },
    sku: `SKU-${index}`,
    title: `Tea no. ${index}`,
    variantTitle: null,
    vendor: 'Hanok Goods',
    isGiftCard: false,
    quantity: 1,
    currentQuantity: 1,
    originalUnitPriceSet: money(1_000),
    totalDiscountSet: money(0),
    discountAllocations: [],
    ...lineItem,
    __parentId: gid,
  }));
  const shippingLine = {
    __typename: 'ShippingLine',
    originalPriceSet: money(3_000),
    discountedPriceSet: money(3_000),
    discountAllocations: [],
    __parentId: gid,
  };
  return [
    {
      id: gid,
      name: `#${id}`,
      createdAt: placedAt,
      processedAt: placedAt,
      cancelledAt: null,
      test: false,
      displayFinancialStatus: 'PAID',
      sourceName: 'web',
      email,
      phone: null,
      customer: {
        id: `gid://shopify/Customer/${customerId}`,
        defaultEmailAddress: { emailAddress: email },
        defaultPhoneNumber: null,
      },
      billingAddress: null,
      currencyCode: 'KRW',
      taxesIncluded: true,
      totalPriceSet: total,
      currentTotalPriceSet: total,
      totalDiscountsSet: money(0),
      currentTotalDiscountsSet: money(0),
      totalTaxSet: money(0),
      currentTotalTaxSet: money(0),
      totalShippingPriceSet: money(3_000),
      totalTipReceivedSet: money(0),
      originalTotalDutiesSet: null,
      currentTotalDutiesSet: null,
      originalTotalAdditionalFeesSet: null,
      currentTotalAdditionalFeesSet: null,
      discountCodes: [],
      paymentGatewayNames: ['shopify_payments'],
      transactions: [{ kind: 'SALE' }],
      subtotalLineItemsQuantity: lines,
      ...order,
    },
    ...lineItems,
    shippingLine,
  ];
}

/** Returns rows as lines of a file. */
export function toLines(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(row));
}
