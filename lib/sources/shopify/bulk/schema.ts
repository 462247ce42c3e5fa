import * as v from 'valibot';
import { AmountSchema, CurrencySchema, SignedAmountSchema } from '../../../model/money.ts';
import { Instant, loose, Quantity } from '../fields.ts';

/**
 * An order of a bulk operation's export with its rows: the fields of `docs/shopify-orders.graphql`.
 * Figures have to be present, if only as null, because a custom query that leaves
 * one out would make a wrong purchase. Customer data and names may be left out.
 * @see https://shopify.dev/docs/api/admin-graphql/2026-07/objects/Order (read 2026-11-24)
 */

/** The number at the end of a gid is the id in the REST API. As text it stays exact. */
function gidOf(type: string) {
  return v.pipe(
    v.string(),
    v.regex(new RegExp(`^gid://shopify/${type}/[1-9]\\d*$`), `expected the gid of a ${type}`),
    v.transform((gid) => gid.slice(gid.lastIndexOf('/') + 1)),
  );
}

const OptionalText = v.nullish(v.string());

/** Holds both currencies; the shop's counts. */
const ShopMoney = v.pipe(
  v.object({ shopMoney: v.object({ amount: AmountSchema }) }),
  v.transform(({ shopMoney }) => shopMoney.amount),
);

/** Asked for since 0.2.0. An older export lacks it and still reads. */
const LaterShopMoney = loose(ShopMoney);

/** As above. Negative if the shop owes it. */
const LaterSignedShopMoney = loose(
  v.pipe(
    v.object({ shopMoney: v.object({ amount: SignedAmountSchema }) }),
    v.transform(({ shopMoney }) => shopMoney.amount),
  ),
);

const Allocations = v.array(v.object({ allocatedAmountSet: ShopMoney }));

const LineItemSchema = v.object({
  product: v.nullish(v.object({ id: gidOf('Product') })),
  variant: v.nullish(v.object({ id: gidOf('ProductVariant') })),
  sku: OptionalText,
  title: OptionalText,
  name: loose(v.string()),
  variantTitle: OptionalText,
  vendor: OptionalText,
  isGiftCard: v.nullish(v.boolean()),
  quantity: Quantity,
  currentQuantity: Quantity,
  originalUnitPriceSet: ShopMoney,
  totalDiscountSet: ShopMoney,
  discountAllocations: Allocations,
});

const ShippingLineSchema = v.object({
  originalPriceSet: ShopMoney,
  discountedPriceSet: ShopMoney,
  discountAllocations: Allocations,
  isRemoved: loose(v.boolean()),
});

const CustomerSchema = v.object({
  id: gidOf('Customer'),
  defaultEmailAddress: v.nullish(v.object({ emailAddress: OptionalText })),
  defaultPhoneNumber: v.nullish(v.object({ phoneNumber: OptionalText })),
});

/** Decides whether the order matters at all. */
export const BulkStateSchema = v.object({
  test: v.boolean(),
  displayFinancialStatus: v.nullable(v.string()),
  cancelledAt: v.nullable(v.string()),
});

export const BulkOrderSchema = v.object({
  ...BulkStateSchema.entries,
  id: gidOf('Order'),
  name: OptionalText,
  createdAt: v.nullish(Instant),
  processedAt: v.nullish(Instant),
  updatedAt: loose(Instant),
  sourceName: OptionalText,
  email: OptionalText,
  phone: OptionalText,
  customer: v.nullish(CustomerSchema),
  billingAddress: v.nullish(v.object({ phone: OptionalText, countryCodeV2: OptionalText })),
  currencyCode: CurrencySchema,
  presentmentCurrencyCode: loose(v.string()),
  taxesIncluded: v.boolean(),
  dutiesIncluded: loose(v.boolean()),
  totalPriceSet: ShopMoney,
  currentTotalPriceSet: ShopMoney,
  totalReceivedSet: LaterShopMoney,
  totalOutstandingSet: LaterSignedShopMoney,
  totalDiscountsSet: v.nullable(ShopMoney),
  currentTotalDiscountsSet: ShopMoney,
  totalTaxSet: v.nullable(ShopMoney),
  currentTotalTaxSet: ShopMoney,
  /** Before discounts, as in REST. Only the description of its deprecated twin `totalShippingPrice` is clear. */
  totalShippingPriceSet: ShopMoney,
  currentShippingPriceSet: LaterShopMoney,
  totalTipReceivedSet: ShopMoney,
  originalTotalDutiesSet: v.nullable(ShopMoney),
  currentTotalDutiesSet: v.nullable(ShopMoney),
  originalTotalAdditionalFeesSet: v.nullable(ShopMoney),
  currentTotalAdditionalFeesSet: v.nullable(ShopMoney),
  discountCodes: v.nullish(v.array(v.string())),
  paymentGatewayNames: v.nullish(v.array(v.string())),
  /**
   * Signs of a refund, for an export that does not say what was received. The transactions of `refunds` are a connection within a list, which no bulk operation reads, and
   * `totalRefundedSet` is 0 while a refund is pending.
   */
  transactions: v.array(v.object({ kind: v.string() })),
  /** The number of units in the subtotal. Tips and gift cards may not be included. */
  subtotalLineItemsQuantity: Quantity,
  lineItems: v.array(LineItemSchema),
  shippingLines: v.array(ShippingLineSchema),
});

export type BulkState = v.InferOutput<typeof BulkStateSchema>;
export type BulkOrder = v.InferOutput<typeof BulkOrderSchema>;
export type BulkLineItem = BulkOrder['lineItems'][number];
