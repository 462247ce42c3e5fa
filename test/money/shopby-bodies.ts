import { toText } from './amount-text.ts';
import { netOf, paidBack, sumOf, unitsLeft } from './shop-account.ts';
import { type GiveBack, type OrderLine, type ShopOrder, TIP } from './shop-order.ts';
import { PLACED_AT } from './shop-time.ts';

type Json = Readonly<Record<string, unknown>>;

export function shopbyOrderNo({ number }: Pick<ShopOrder, 'number'>): string {
  return `202611201405${String(number).padStart(6, '0')}`;
}

/**
 * Returns an order as `GET /orders/{orderNo}` gives it when it is asked. `firstBalance` is the order as it was placed and
 * never changes; `lastBalance` is what is left of it after claims.
 * @see https://server-docs.shopby.co.kr/spec/order-server-public.yml (read 2026-11-29)
 */
export function shopbyBody(order: ShopOrder): Json {
  const amount = amountIn(order);
  const back = paidBack(order);
  const ofPoints = sumOf(claimsOf(order), ({ claim, points }) => (claim.state === 'success' ? points : 0));
  const placed = placedTotal(order);
  const goods = sumOf(placedLines(order), ({ price, quantity }) => price * quantity);
  const balance = {
    standardAmt: amount(goods),
    immediateDiscountAmt: amount(sumOf(placedLines(order), (line) => ofUnit(line) * line.quantity)),
    additionalDiscountAmt: 0,
    productCouponDiscountAmt: amount(sumOf(placedLines(order), ofCoupon)),
    cartCouponDiscountAmt: amount(Math.max(0, -order.tip)),
    deliveryAmt: amount(order.delivery),
    remoteDeliveryAmt: null,
    subPayAmt: amount(order.credit),
    mainPayAmt: amount(placed - order.credit),
    payAmt: amount(order.ways.pointsBeside ? placed - order.credit : placed),
  };
  return {
    orderNo: shopbyOrderNo(order),
    memberNo: order.number,
    currencyCode: order.ways.currency,
    payType: 'CREDIT_CARD',
    registerYmdt: kst(0),
    updateYmdt: kst(order.changedAt),
    firstPayYmdt: order.paidAt === undefined ? null : kst(order.paidAt),
    orderer: { email: `buyer-${order.number}@example.com`, contact1: '', contact2: '' },
    firstBalance: balance,
    lastBalance: {
      ...balance,
      subPayAmt: amount(order.credit - ofPoints),
      mainPayAmt: amount(placed - order.credit - (back - ofPoints)),
    },
    orderProducts: order.lines.map((line) => product(order, line)),
    shippings: [],
    payments: [],
    claimInfos: claimsOf(order).map((entry) => claimInfo(order, entry)),
  };
}

/** Korean time, without a zone. */
function kst(seconds: number): string {
  return new Date(PLACED_AT + (seconds + 9 * 3_600) * 1_000).toISOString().slice(0, 19).replace('T', ' ');
}

function amountIn({ ways }: ShopOrder): (units: number) => number {
  return (units) => Number(toText(units, ways.currency));
}

function placedLines({ lines, placedLines: count }: ShopOrder): readonly OrderLine[] {
  return lines.slice(0, count);
}

function placedTotal(order: ShopOrder): number {
  return sumOf(placedLines(order), (line) => netOf(line, line.quantity)) + order.delivery + order.tip;
}

/** A discount of each unit; what is left of the line's is a coupon of its product. */
function ofUnit({ discount, quantity }: OrderLine): number {
  return Math.floor(discount / quantity);
}

function ofCoupon(line: OrderLine): number {
  return line.discount - ofUnit(line) * line.quantity;
}

interface Claim {
  readonly claim: GiveBack;
  /** The part that goes back as points. */
  readonly points: number;
}

/** What cannot go back by the main payment goes back as points. */
function claimsOf({ backs, charged, credit }: ShopOrder): Claim[] {
  let main = charged - credit;
  let points = credit;
  return backs.map((claim) => {
    const isMoving = claim.state === 'success' || claim.state === 'pending';
    const wanted = Math.max(claim.points, claim.money - main);
    const asPoints = isMoving ? Math.max(0, Math.min(wanted, points)) : 0;
    if (isMoving) {
      points -= asPoints;
      main -= claim.money - asPoints;
    }
    return { claim, points: asPoints };
  });
}

const STATES = {
  success: 'RETURN_DONE',
  pending: 'RETURN_PROC_WAITING_REFUND',
  failure: 'RETURN_REJECT_REQUEST',
  'no-money': 'RETURN_NO_REFUND',
} as const;

/** @see https://server-docs.shopby.co.kr/spec/claim-server-public.yml (states; read 2026-11-29) */
function stateOf({ state, isExchange, isUnpaid }: GiveBack): string {
  if (isUnpaid) return 'CANCEL_NO_REFUND';
  if (!isExchange) return STATES[state];
  return state === 'success' ? 'EXCHANGE_DONE_REFUND_DONE' : 'EXCHANGE_DONE';
}

function claimInfo(order: ShopOrder, { claim, points }: Claim): Json {
  const amount = amountIn(order);
  const { ways, lines } = order;
  const money = ways.pointsBeside ? claim.money - points : claim.money;
  return {
    claimNo: claim.id,
    claimType: claim.isExchange ? 'EXCHANGE' : 'RETURN',
    claimStatusType: stateOf(claim),
    claimAmt: amount(ways.claimsBelowZero ? -money : money),
    accumulationPayAmt: amount(points),
    claimYmdt: kst(claim.at),
    claimCompleteYmdt: kst(claim.at),
    orderOptionNos: lines.flatMap((line) =>
      partsOf(order, line).flatMap(({ no, by }) => (by?.id === claim.id ? no : [])),
    ),
  };
}

interface Part {
  readonly no: number;
  readonly count: number;
  readonly by?: GiveBack;
}

/** A claim on some units splits them off; one on all that are left has the line itself. */
function partsOf({ backs }: ShopOrder, line: OrderLine): Part[] {
  const no = line.id * 1_000;
  const claimed = backs.flatMap((by) =>
    by.units.flatMap(({ lineId, count }) => (lineId === line.id && lineId !== TIP ? { by, count } : [])),
  );
  const left = unitsLeft(line);
  const split = left > 0 ? claimed : claimed.slice(0, -1);
  const last = left > 0 ? { no, count: left } : { no, ...(claimed.at(-1) ?? { count: 0 }) };
  return [last, ...split.map((part, index) => ({ no: no + index + 1, ...part }))];
}

function product(order: ShopOrder, line: OrderLine): Json {
  const amount = amountIn(order);
  const { ways, paidAt } = order;
  const options = partsOf(order, line).map(({ no, count, by }, index) => ({
    orderOptionNo: no,
    mallOptionNo: line.id,
    orderCnt: index > 0 && ways.splitKeepsUnits ? line.quantity : count,
    originalOrderCnt: line.quantity,
    standardPrice: amount(line.price),
    buyPrice: amount(line.price - ofUnit(line)),
    orderStatusType:
      by === undefined ? (paidAt === undefined ? 'DEPOSIT_WAIT' : 'DELIVERY_DONE') : lineState(by),
    originOrderOptionNo: index > 0 ? line.id * 1_000 : null,
    exchangedRelease: line.replaces !== undefined,
    claimedOrderOptionNo: line.replaces === undefined ? null : line.replaces * 1_000,
  }));
  return {
    mallProductNo: 100 + line.id,
    productName: `Item ${line.id}`,
    firstProductCouponDiscountAmt: amount(ofCoupon(line)),
    orderOptions: options,
  };
}

function lineState({ isUnpaid, isExchange, state }: GiveBack): string {
  if (isUnpaid) return 'CANCEL_DONE';
  if (isExchange) return 'EXCHANGE_DONE';
  return state === 'success' || state === 'no-money' ? 'RETURN_DONE' : 'DELIVERY_DONE';
}
