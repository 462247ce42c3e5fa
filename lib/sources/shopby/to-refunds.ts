import * as v from 'valibot';
import {
  type Decimal,
  isNegative,
  isZero,
  SignedAmountSchema,
  subtract,
  sum,
  ZERO,
} from '../../model/money.ts';
import type { Refund } from '../../model/order.ts';
import { Id, LooseFigure, LooseId, LooseTime, looseList } from './fields.ts';
import { paymentsOf } from './figures.ts';
import type { Line } from './lines.ts';
import type { ShopbyBalance, ShopbyOrder } from './schema.ts';

/**
 * The states of a claim in which money went back: `[환불완료]` in the vendor's table. Others end without a refund or go on.
 * @see https://server-docs.shopby.co.kr/spec/claim-server-public.yml (`GET /claims`; read 2026-11-29)
 */
export const REFUNDED: ReadonlySet<string> = new Set([
  'CANCEL_DONE',
  'RETURN_DONE',
  'EXCHANGE_DONE_REFUND_DONE',
]);

const StateSchema = v.object({
  claimStatusType: v.pipe(
    v.string(),
    v.check((state) => REFUNDED.has(state)),
  ),
});

const ClaimSchema = v.object({
  claimNo: Id,
  claimStatusType: v.string(),
  /** What goes back is below zero in `GET /claims`. No page says so of an order, so only its size counts. */
  claimAmt: v.pipe(
    SignedAmountSchema,
    v.transform((amount) => (isNegative(amount) ? subtract(ZERO, amount) : amount)),
  ),
  /** Points that were given back. */
  accumulationPayAmt: LooseFigure,
  claimCompleteYmdt: LooseTime,
  treatmentYmdt: LooseTime,
  claimYmdt: LooseTime,
  orderOptionNos: looseList(LooseId),
});
type Claim = v.InferOutput<typeof ClaimSchema>;

/** The refunds of an order that could be read, and an odd figure for each that could not. */
export interface RefundsReading {
  readonly refunds: readonly Refund[];
  readonly oddFigures: readonly string[];
}

/** Returns the refunds of the claims that are through, each by the number of its claim. Pure. */
export function toRefunds(order: ShopbyOrder, lines: readonly Line[]): RefundsReading {
  const final = order.claimInfos.filter((listed) => v.is(StateSchema, listed));
  const read = final.map((listed) => v.safeParse(ClaimSchema, listed));
  const claims = read.flatMap(({ success, output }) => (success ? output : []));
  const isWhole = claims.length === read.length;
  const { amounts, isDoubtful } = amountsOf(claims, isWhole ? backOf(order) : undefined);
  const refunds = claims.flatMap((claim, index) => toRefund(claim, amounts[index] ?? ZERO, { order, lines }));
  const odd = read.length - claims.length;
  const undated = claims.filter(
    ({ claimNo }, index) => !isZero(amounts[index] ?? ZERO) && !refunds.some(({ id }) => id === claimNo),
  );
  return {
    refunds,
    oddFigures: [
      ...Array.from({ length: odd + undated.length }, () => 'refund'),
      ...(isDoubtful ? ['refunded-points'] : []),
    ],
  };
}

function toRefund(
  claim: Claim,
  amount: Decimal,
  { order, lines }: { readonly order: ShopbyOrder; readonly lines: readonly Line[] },
): Refund[] {
  const refundedAt =
    claim.claimCompleteYmdt ?? claim.treatmentYmdt ?? claim.claimYmdt ?? order.updateYmdt ?? undefined;
  if (isZero(amount) || refundedAt === undefined) return [];
  return [{ id: claim.claimNo, refundedAt, amount, items: itemsOf(claim, lines), delivery: ZERO }];
}

/** The lines of the claim, whole: a partial claim has its own. None if one is unknown, and none of an exchange. */
function itemsOf({ claimStatusType, orderOptionNos }: Claim, lines: readonly Line[]): Refund['items'] {
  const claimed = new Set(orderOptionNos);
  const found = lines.filter(({ option }) => claimed.has(option.orderOptionNo));
  const isAll = found.length === claimed.size && claimStatusType !== 'EXCHANGE_DONE_REFUND_DONE';
  return isAll ? found.map(({ item }) => item) : [];
}

/** Returns all that went back by the two balances; `undefined` if they do not say. */
function backOf({ firstBalance, lastBalance }: ShopbyOrder): Decimal | undefined {
  if (lastBalance == null) return undefined;
  const paid = (balance: ShopbyBalance): Decimal => sum(paymentsOf(balance).map(({ amount }) => amount));
  return subtract(paid(firstBalance), paid(lastBalance));
}

/**
 * Returns what went back by each claim. No page says whether the amount of a claim holds the points that it gave back: what
 * the balances come to is right. Where they come to neither, points that are more than the amount are surely beside it, and
 * others are taken to be in it, so that nothing is taken back twice.
 */
function amountsOf(
  claims: readonly Claim[],
  back: Decimal | undefined,
): { readonly amounts: readonly Decimal[]; readonly isDoubtful: boolean } {
  const inside = claims.map(({ claimAmt }) => claimAmt);
  const beside = claims.map(({ claimAmt, accumulationPayAmt }) => sum([claimAmt, accumulationPayAmt]));
  if (sum(inside) === sum(beside) || sum(inside) === back) return { amounts: inside, isDoubtful: false };
  if (sum(beside) === back) return { amounts: beside, isDoubtful: false };
  const amounts = claims.map(({ claimAmt, accumulationPayAmt }, index) => {
    const isBeside = isNegative(subtract(claimAmt, accumulationPayAmt));
    return (isBeside ? beside[index] : inside[index]) ?? ZERO;
  });
  return { amounts, isDoubtful: true };
}
