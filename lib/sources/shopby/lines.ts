import {
  currencyDecimals,
  type Decimal,
  divide,
  isNegative,
  multiply,
  subtract,
  sum,
  ZERO,
} from '../../model/money.ts';
import type { LineItem } from '../../model/order.ts';
import { shareAmount } from '../../model/share-amount.ts';
import type { ShopbyOption, ShopbyOrder, ShopbyProduct } from './schema.ts';

/** An option as it was bought, and the line that it becomes. */
export interface Line {
  readonly option: ShopbyOption;
  readonly item: LineItem;
}

/** Returns how many units of an option were bought. */
type Count = (option: ShopbyOption) => number;

/**
 * The ways to read lines after a partial claim, which splits one. No page says whether the units of both parts are those of
 * the whole, or whether the first part keeps all of them: the reading that comes to `standardAmt` is right.
 */
const READINGS: readonly Count[] = [
  ({ orderCnt }) => orderCnt,
  ({ orderCnt, originalOrderCnt, originOrderOptionNo }) =>
    originOrderOptionNo == null ? (originalOrderCnt ?? orderCnt) : 0,
  ({ orderCnt, originOrderOptionNo }) => (originOrderOptionNo == null ? orderCnt : 0),
];

type OrderOfLines = Pick<ShopbyOrder, 'orderProducts' | 'firstBalance' | 'currencyCode'>;

/**
 * Returns the lines of an order as it was bought, cancelled and returned ones too, without those that were sent in exchange.
 * The components of a set are not lines: their price is in the set's. Pure.
 */
export function linesOf(order: OrderOfLines): Line[] {
  const count = READINGS.find((reading) => grossOf(order, reading) === order.firstBalance.standardAmt);
  return order.orderProducts.flatMap((product) =>
    toLines(product, order, count ?? (({ orderCnt }) => orderCnt)),
  );
}

function grossOf({ orderProducts }: OrderOfLines, count: Count): Decimal {
  const options = orderProducts.flatMap(boughtOf);
  return sum(options.map((option) => multiply(option.standardPrice, count(option))));
}

function boughtOf({ orderOptions }: ShopbyProduct): ShopbyOption[] {
  const bought = orderOptions.filter(
    ({ exchangedRelease, claimedOrderOptionNo }) => exchangedRelease !== true && claimedOrderOptionNo == null,
  );
  return bought;
}

/** A product's coupon lowers all its options, in proportion to what they cost. */
function toLines(product: ShopbyProduct, { currencyCode }: OrderOfLines, count: Count): Line[] {
  const options = boughtOf(product).filter((option) => count(option) > 0);
  const nets = options.map((option) => multiply(option.buyPrice ?? option.standardPrice, count(option)));
  const coupons = shareAmount(product.firstProductCouponDiscountAmt, nets, currencyDecimals(currencyCode));
  return options.map((option, index) => {
    const { standardPrice, buyPrice } = option;
    const quantity = count(option);
    const lowered = subtract(standardPrice, buyPrice ?? standardPrice);
    const discount = multiply(isNegative(lowered) ? ZERO : lowered, quantity);
    const lineDiscount = sum([discount, coupons[index] ?? ZERO]);
    return { option, item: toItem(product, { option, quantity, lineDiscount }) };
  });
}

function toItem(
  product: ShopbyProduct,
  {
    option,
    quantity,
    lineDiscount,
  }: { readonly option: ShopbyOption; readonly quantity: number; readonly lineDiscount: Decimal },
): LineItem {
  const sku = option.optionManagementCd ?? product.productManagementCd;
  const productId = product.mallProductNo ?? undefined;
  return {
    productId,
    variantId: option.mallOptionNo ?? undefined,
    sku,
    title: product.productName ?? sku ?? productId ?? '',
    variantTitle: undefined,
    vendor: undefined,
    quantity,
    unitPrice: option.standardPrice,
    lineDiscount,
    unitDiscount: divide(lineDiscount, quantity),
    categories: [],
  };
}
