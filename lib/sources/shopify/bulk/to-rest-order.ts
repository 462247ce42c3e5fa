import type * as v from 'valibot';
import type { ShopifyOrderSchema, ShopifyOrderStateSchema } from '../schema.ts';
import type { BulkLineItem, BulkOrder, BulkState } from './schema.ts';

type RestState = v.InferInput<typeof ShopifyOrderStateSchema>;
type RestOrder = v.InferInput<typeof ShopifyOrderSchema> & RestState;
type RestLineItem = RestOrder['line_items'][number];

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
    })),
    refunds: [{ transactions: order.transactions.map(({ kind }) => ({ kind: kind.toLowerCase() })) }],
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
    taxes_included: order.taxesIncluded,
    total_price: order.totalPriceSet,
    total_discounts: order.totalDiscountsSet,
    total_tax: order.totalTaxSet,
    total_tip_received: order.totalTipReceivedSet,
    total_shipping_price_set: toRestSet(order.totalShippingPriceSet),
    original_total_duties_set: toRestSet(order.originalTotalDutiesSet),
    original_total_additional_fees_set: toRestSet(order.originalTotalAdditionalFeesSet),
    current_total_price: order.currentTotalPriceSet,
    current_total_discounts: order.currentTotalDiscountsSet,
    current_total_tax: order.currentTotalTaxSet,
    current_total_duties_set: toRestSet(order.currentTotalDutiesSet),
    current_total_additional_fees_set: toRestSet(order.currentTotalAdditionalFeesSet),
  };
}

function toRestLineItem(line: BulkLineItem, isTip: boolean): RestLineItem {
  return {
    product_id: line.product?.id,
    variant_id: line.variant?.id,
    sku: line.sku,
    title: line.title,
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
