import * as v from 'valibot';
import { AmountSchema, CurrencySchema, NO_CURRENCY } from '../../model/money.ts';
import {
  Figure,
  LooseFigure,
  LooseFlag,
  LooseId,
  LooseText,
  LooseTime,
  looseList,
  OrderNoSchema,
  Quantity,
  SignedFigure,
} from './fields.ts';
import { KstTimeSchema } from './kst-time.ts';

/**
 * The fields of `GET /orders/{orderNo}`, version 1.0, that the mapping uses. Others are ignored, the receiver's above all.
 * @see https://server-docs.shopby.co.kr/spec/order-server-public.yml (read 2026-11-29)
 */

const OptionSchema = v.object({
  orderOptionNo: LooseId,
  mallOptionNo: LooseId,
  optionManagementCd: LooseText,
  /** Units of this line now. A partial claim moves some to a line of their own. */
  orderCnt: Quantity,
  /** Units as ordered. */
  originalOrderCnt: v.fallback(v.nullish(Quantity), undefined),
  /** One unit with its option, before any discount. */
  standardPrice: AmountSchema,
  /** One unit after the immediate and the additional discount. */
  buyPrice: v.fallback(v.nullish(AmountSchema), undefined),
  orderStatusType: LooseText,
  /** The line that a partial claim split this one from. */
  originOrderOptionNo: LooseId,
  /** It was sent in exchange for another. */
  exchangedRelease: LooseFlag,
  claimedOrderOptionNo: LooseId,
});

const ProductSchema = v.object({
  mallProductNo: LooseId,
  productName: LooseText,
  productManagementCd: LooseText,
  /** Of all its lines together. */
  firstProductCouponDiscountAmt: LooseFigure,
  orderOptions: v.nullish(v.array(OptionSchema), []),
});

const BalanceSchema = v.object({
  /** Σ (price of a unit with its option × quantity). */
  standardAmt: AmountSchema,
  immediateDiscountAmt: SignedFigure,
  additionalDiscountAmt: SignedFigure,
  productCouponDiscountAmt: SignedFigure,
  cartCouponDiscountAmt: SignedFigure,
  deliveryCouponDiscountAmt: SignedFigure,
  deliveryAmt: Figure,
  /** On top, for places that are far away. */
  remoteDeliveryAmt: Figure,
  /** Paid by card, transfer and the like. */
  mainPayAmt: AmountSchema,
  /** Paid with the mall's points. */
  subPayAmt: Figure,
  /** Paid outside the mall. */
  externalPayAmt: Figure,
});

const PaymentSchema = v.object({
  paymentInfo: v.fallback(
    v.nullish(
      v.object({
        payType: LooseText,
        naverPayInfo: v.fallback(v.nullish(v.object({ orderDiscountAmount: LooseFigure })), undefined),
      }),
    ),
    undefined,
  ),
});

/** A delivery that is not prepaid is paid at the door. */
const ShippingSchema = v.object({
  prepaid: LooseFlag,
  deliveryAmt: LooseFigure,
  remoteDeliveryAmt: LooseFigure,
});

const OrdererSchema = v.object({ email: LooseText, contact1: LooseText, contact2: LooseText });

export const ShopbyOrderSchema = v.object({
  orderNo: OrderNoSchema,
  registerYmdt: KstTimeSchema,
  updateYmdt: LooseTime,
  firstPayYmdt: LooseTime,
  currencyCode: v.nullish(CurrencySchema, NO_CURRENCY),
  /** 0 or absent: a guest. */
  memberNo: LooseId,
  orderer: v.fallback(v.nullish(OrdererSchema), undefined),
  payType: LooseText,
  platformType: LooseText,
  /** As placed. */
  firstBalance: BalanceSchema,
  /** After claims. */
  lastBalance: v.fallback(v.nullish(BalanceSchema), undefined),
  orderProducts: v.array(ProductSchema),
  payments: looseList(PaymentSchema),
  shippings: looseList(ShippingSchema),
  /** Each is read on its own. */
  claimInfos: v.nullish(v.array(v.unknown()), []),
});

export type ShopbyOrder = v.InferOutput<typeof ShopbyOrderSchema>;
export type ShopbyProduct = ShopbyOrder['orderProducts'][number];
export type ShopbyOption = ShopbyProduct['orderOptions'][number];
export type ShopbyBalance = ShopbyOrder['firstBalance'];
