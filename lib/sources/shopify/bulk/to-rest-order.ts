import type * as v from 'valibot';
import type { LineItemSchema } from '../fields.ts';
import type { ShopifyOrderSchema, ShopifyOrderStateSchema } from '../schema.ts';
import type { BulkLineItem, BulkOrder, BulkState } from './schema.ts';

type RestState = v.InferInput<typeof ShopifyOrderStateSchema>;
type RestOrder = v.InferInput<typeof ShopifyOrderSchema> & RestState;
type RestLineItem = v.InferInput<typeof LineItemSchema>;

/**
 * Returns the order in the form of the REST API, as far as the mapping reads it. So purchases, edits and money have one
 * set of rules. `tips` are its lines that are tips. Pure.
 */
export function toRestOrder(order: BulkOrder, tips: ReadonlySet<BulkLineItem>): RestOrder {
  return {
    ...toRestState(order),
    ...toRestFigures(order),
    id: order.id,
    name: order.name,
    processed_at: order.processedAt,
    created_at: order.createdAt,
    updated_at: order.updatedAt,
    currency: order.currencyCode,
    email: order.email,
    phone: order.phone,
    customer: order.customer && {
      id: order.customer.id,
      email: order.customer.defaultEmailAddress?.emailAddress,
      phone: order.customer.defaultPhoneNumber?.phoneNumber,
    },
    billing_address: order.billingAddress && {
      phone: order.billingAddress.phone,
      country_code: order.billingAddress.countryCodeV2,
    },
    line_items: order.lineItems.map((line) => toRestLineItem(line, tips.has(line))),
    shipping_lines: order.shippingLines.map((line) => ({
      price: line.originalPriceSet,
      discounted_price: line.discountedPriceSet,
      discount_allocations: toRestAllocations(line),
      is_removed: line.isRemoved,
    })),
    discount_codes: order.discountCodes?.map((code) => ({ code })),
    payment_gateway_names: order.paymentGatewayNames,
    source_name: order.sourceName,
  };
}

/** Returns the state that decides whether the order matters. GraphQL has REST's enumeration in capitals. */
export function toRestState({ test, displayFinancialStatus, cancelledAt }: BulkState): RestState {
  return {
    test,
    financial_status: displayFinancialStatus?.toLowerCase(),
    cancelled_at: cancelledAt ?? undefined,
  };
}

function toRestFigures(order: BulkOrder) {
  return {
    presentment_currency: order.presentmentCurrencyCode,
    taxes_included: order.taxesIncluded,
    duties_included: order.dutiesIncluded,
    total_received: receivedOf(order),
    total_outstanding: order.totalOutstandingSet,
    total_price: order.totalPriceSet,
    total_discounts: order.totalDiscountsSet,
    total_tax: order.totalTaxSet,
    total_tip_received: order.totalTipReceivedSet,
    total_shipping_price_set: toRestSet(order.totalShippingPriceSet),
    original_total_duties_set: toRestSet(order.originalTotalDutiesSet),
    original_total_additional_fees_set: toRestSet(order.originalTotalAdditionalFeesSet),
    current_shipping_price_set: toRestSet(order.currentShippingPriceSet ?? null),
    current_total_price: order.currentTotalPriceSet,
    current_total_discounts: order.currentTotalDiscountsSet,
    current_total_tax: order.currentTotalTaxSet,
    current_total_duties_set: toRestSet(order.currentTotalDutiesSet),
    current_total_additional_fees_set: toRestSet(order.currentTotalAdditionalFeesSet),
  };
}

/**
 * Returns what was received before anything was paid back. If the export does not say it, or the buyer's currency is
 * another, so that it is at the rates of several days: the total if something was paid back, else what is left of it.
 */
function receivedOf(order: BulkOrder) {
  const { presentmentCurrencyCode: shown = order.currencyCode, totalReceivedSet: received } = order;
  if (received != null && (shown === null || shown === order.currencyCode)) return received;
  const wasPaidBack = order.transactions.some(({ kind }) => kind === 'REFUND');
  return wasPaidBack ? order.totalPriceSet : order.currentTotalPriceSet;
}

function toRestLineItem(line: BulkLineItem, isTip: boolean): RestLineItem {
  return {
    product_id: line.product?.id,
    variant_id: line.variant?.id,
    sku: line.sku,
    title: line.title,
    name: line.name,
    variant_title: line.variantTitle,
    vendor: line.vendor,
    quantity: line.quantity,
    current_quantity: line.currentQuantity,
    price: line.originalUnitPriceSet,
    total_discount: line.totalDiscountSet,
    discount_allocations: toRestAllocations(line),
    ...(isTip && { tip_payment_gateway: null }),
  };
}

function toRestAllocations({ discountAllocations }: Pick<BulkLineItem, 'discountAllocations'>) {
  return discountAllocations.map(({ allocatedAmountSet }) => ({ amount: allocatedAmountSet }));
}

function toRestSet(amount: string | null) {
  return amount === null ? null : { shop_money: { amount } };
}
