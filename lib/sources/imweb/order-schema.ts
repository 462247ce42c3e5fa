import * as v from 'valibot';
import { CurrencySchema } from '../../model/money.ts';
import { Figure, Flag, Instant, LooseId, LooseInstant, LooseText, OptionalText, OrderNo } from './fields.ts';

/**
 * The fields of an order of Imweb's API that the mapping uses; others are ignored. Which fields an order has is read from
 * programs that use them, because the reference could be read in parts only.
 * @see https://developers-docs.imweb.me/reference (Order; version 1.0, copy of 2026-07, read 2026-11-29)
 */

const PaymentSchema = v.object({
  method: LooseText,
  paidPrice: Figure,
  paymentStatus: LooseText,
  paymentCompleteTime: LooseInstant,
  isCancel: Flag,
});

/** Decides whether an order matters at all. An order without a list of payments is unreadable. */
const stateEntries = {
  payments: v.array(PaymentSchema),
  totalPoint: Figure,
  totalRefundedPrice: Figure,
  totalRefundedPoint: Figure,
  totalRefundPendingPrice: Figure,
};

const ProductSchema = v.object({
  prodNo: LooseId,
  prodName: OptionalText,
  optionDetailCode: LooseText,
  /** Of one unit, after the sale of the product. */
  itemPrice: v.pipe(v.nonNullish(Figure)),
  optionInfo: v.fallback(v.nullish(v.record(v.string(), v.string())), undefined),
  optionSkuNo: LooseId,
  prodSkuNo: LooseId,
  customProdCode: LooseText,
  brand: LooseText,
});

const ItemSchema = v.object({
  qty: v.pipe(
    v.number(),
    v.safeInteger('expected a whole number'),
    v.minValue(0, 'the quantity is negative'),
  ),
  gradeDiscount: Figure,
  itemCouponDiscount: Figure,
  itemPromotionDiscount: Figure,
  productInfo: v.pipe(
    ProductSchema,
    v.forward(
      v.check((product) => nameOf(product) !== undefined, 'missing'),
      ['prodName'],
    ),
  ),
});

/** Returns the name of a product; of a nameless one its code or number, or `undefined` if it has none. */
export function nameOf({
  prodName,
  customProdCode,
  prodNo,
}: v.InferOutput<typeof ProductSchema>): string | undefined {
  return prodName ?? customProdCode ?? prodNo ?? undefined;
}

/** The request of a cancellation or a return is dated as soon as there is one. */
const Claim = v.fallback(
  v.nullish(v.object({ cancelRequestTime: LooseInstant, returnRequestTime: LooseInstant, isRefund: Flag })),
  undefined,
);

const SectionSchema = v.object({
  orderSectionStatus: LooseText,
  deliveryPrice: Figure,
  deliveryIslandPrice: Figure,
  deliveryExtraPrice: Figure,
  deliveryCouponDiscount: Figure,
  cancelInfo: Claim,
  returnInfo: Claim,
  sectionItems: v.array(ItemSchema),
});

export const ImwebOrderSchema = v.object({
  ...stateEntries,
  orderNo: OrderNo,
  /** When it was placed, and when it changed. */
  wtime: Instant,
  mtime: LooseInstant,
  currency: v.nullish(
    v.pipe(
      v.string(),
      v.transform((code) => code || 'KRW'),
      CurrencySchema,
    ),
    'KRW',
  ),
  saleChannel: LooseText,
  memberUid: LooseId,
  isMember: Flag,
  ordererEmail: OptionalText,
  ordererCall: OptionalText,
  /** 0 until it is paid. */
  totalPaymentPrice: Figure,
  totalDeliveryPrice: v.nullish(Figure),
  totalDiscountPrice: Figure,
  sections: v.array(SectionSchema),
  /** Not a field of the API: when a webhook said that it was paid back. */
  refunded_at: LooseInstant,
});

/** What says how far its refunds are, of an order as it was fetched. */
export const RefundStateSchema = v.object({
  refunded_at: v.string(),
  totalRefundedPrice: v.nullish(v.literal(0)),
  totalRefundedPoint: v.nullish(v.literal(0)),
  totalRefundPendingPrice: v.nullish(v.literal(0)),
  totalRefundPendingPoint: v.nullish(v.literal(0)),
});

export type ImwebOrder = v.InferOutput<typeof ImwebOrderSchema>;
export type ImwebSection = ImwebOrder['sections'][number];
export type ImwebItem = ImwebSection['sectionItems'][number];
export type ImwebPayment = ImwebOrder['payments'][number];
