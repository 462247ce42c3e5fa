import { decimalsOf } from './amount-text.ts';
import type { Standing } from './platforms.ts';
import type { Held, Played, PlayedOrder, Settings } from './play-history.ts';
import { keptOf, paidBack } from './shop-account.ts';
import type { ShopOrder } from './shop-order.ts';

/** What is wrong with an order in words, or why its bodies cannot say what is right. */
export type Judgement =
  | { readonly kind: 'right' }
  | { readonly kind: 'untellable'; readonly reasons: readonly string[] }
  | { readonly kind: 'wrong'; readonly what: readonly string[] };

/** Judges what Dfinery holds of an order in the end, and held on the way, by what the shop kept. */
export function judgeOrder(
  order: PlayedOrder,
  { settings, struck }: Pick<Played, 'settings' | 'struck'>,
): Judgement {
  const { history, shown, entry } = order;
  const last = history.states.at(-1);
  if (last === undefined) return { kind: 'right' };
  const units = (amount: string | number | undefined): number =>
    Math.round(Number(amount ?? 0) * 10 ** decimalsOf(last.ways.currency));
  const nets = order.held.map(({ purchases, refunds }: Held) => units(purchases) - units(refunds));
  const net = nets.at(-1) ?? 0;
  const never = [
    ...(nets.some((amount) => amount < 0) ? [`below zero on the way: ${nets.join(' ')}`] : []),
    ...personsOf(order),
  ];
  if (never.length > 0) return { kind: 'wrong', what: never };

  const reasons = untellableOf(last, shown);
  if (reasons.length > 0) return { kind: 'untellable', reasons };

  const told = shown.map((state) => {
    const standing = history.platform.standingOf(state, settings.purchaseOn);
    return { state, standing, due: standing === 'paid' ? state.charged : history.platform.toldAs(state) };
  });
  const untold = units(entry?.account?.untold);
  // A cancellation that has to wait may be overtaken by the purchase after it.
  const isQuiet = Object.keys(struck).length === 0;
  const what = [
    ...wrongInTheEnd({ last, told, net, untold, settings }),
    ...(isQuiet ? wrongOnTheWay(told, nets) : []),
  ];
  return what.length > 0 ? { kind: 'wrong', what } : { kind: 'right' };
}

interface ToldState {
  readonly state: ShopOrder;
  readonly due: number;
  readonly standing: Standing;
}

interface End {
  readonly last: ShopOrder;
  readonly told: readonly ToldState[];
  readonly net: number;
  readonly untold: number;
  readonly settings: Settings;
}

function wrongInTheEnd({ last, told, net, untold, settings }: End): string[] {
  const at = (standing: Standing) => told.filter((entry) => entry.standing === standing);
  if (at('paid').length > 0) return wrongWhenPaid({ last, told, net, untold, settings });
  if (at('closed').length > 0) return net === 0 ? [] : [`called off, and ${net} is left`];
  const promised = at('promised');
  // It stands at what it was first told with. Which one was first, two drains at once decide.
  const back = Math.max(...told.map(({ state }) => paidBack(state)), 0);
  const expected = promised.map(({ due }) => Math.max(0, due - back));
  if (promised.length === 0) return net === 0 ? [] : [`nothing counts, and ${net} is told`];
  return expected.includes(net) ? [] : [`promised ${expected.join(' or ')}, and ${net} is told`];
}

function wrongWhenPaid({ last, told, net, untold, settings }: End): string[] {
  // An order that is paid in part says nothing of what came in since it was paid.
  const charged = Math.max(
    ...told.filter(({ standing }) => standing === 'paid').map(({ state }) => state.charged),
  );
  const kept = charged - (last.charged - keptOf(last));
  const wrong: string[] = [];
  if (settings.edits === 'send') {
    if (net !== Math.max(0, kept)) wrong.push(`kept ${kept}, and ${net} is told`);
    if (untold > 0) wrong.push(`${untold} is untold`);
    return wrong;
  }
  const isMoreBack = kept < 0 && net === 0 && untold <= 0;
  if (net !== kept - untold && !isMoreBack)
    wrong.push(`kept ${kept}, and ${net} is told with ${untold} untold`);
  const most = mostUntold(charged, told);
  if (untold > most) wrong.push(`${untold} is untold, and not more than ${most} was added after it was told`);
  return wrong;
}

/** Only what was added after an order was first told may stay untold. An order that was called off may be told with 0. */
function mostUntold(charged: number, told: readonly ToldState[]): number {
  const counted = told.filter(({ standing }) => standing === 'promised' || standing === 'paid');
  const wasCalledOff =
    told.some(({ standing }) => standing === 'closed') &&
    told.some(({ standing }) => standing === 'promised');
  const least = wasCalledOff ? 0 : Math.min(...counted.map(({ due }) => due));
  return Math.max(0, charged - least);
}

/** Dfinery never holds more than the order was ever worth to the shop. */
function wrongOnTheWay(told: readonly ToldState[], nets: readonly number[]): string[] {
  const most = Math.max(0, ...told.map(({ due }) => due));
  const highest = Math.max(0, ...nets);
  return highest > most ? [`${highest} was told on the way, and it was never more than ${most}`] : [];
}

/** A refund that the shop deletes was there only for those who saw it. */
function untellableOf(last: ShopOrder, shown: readonly ShopOrder[]): string[] {
  const left = new Set(last.backs.map(({ id }) => id));
  const sawDeleted = shown.some(({ backs }) => backs.some(({ id }) => !left.has(id)));
  return last.untellable.filter((reason) => reason !== 'refund-deleted' || sawDeleted);
}

function personsOf({ events, history }: PlayedOrder): string[] {
  const [order] = history.states;
  const mail = `buyer-${order?.number ?? 0}@example.com`;
  const foreign = events.filter(({ identity }) => !identity.includes(`"${mail}"`));
  return foreign.map(({ name, identity }) => `${name} of ${mail} is told of ${identity}`);
}

/** Returns what is wrong with a play, in words. */
export function judgePlay(played: Played): string[] {
  return [
    ...played.wrong,
    ...played.orders.flatMap((order) => {
      const judgement = judgeOrder(order, played);
      return judgement.kind === 'wrong' ? judgement.what : [];
    }),
  ];
}
