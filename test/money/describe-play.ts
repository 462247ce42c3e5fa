import { toText } from './amount-text.ts';
import { judgePlay } from './judge-play.ts';
import type { Played } from './play-history.ts';
import { dueOf, keptOf, owed } from './shop-account.ts';

/** Returns a play in words: what is wrong with it, and every state of its orders with its figures. */
export function describePlay(played: Played): string {
  const { settings, struck, orders } = played;
  const lines = orders.flatMap(({ history, shown, held, entry }) => {
    const states = history.states.map((state, index) => {
      const { currency } = state.ways;
      const text = (units: number) => toText(units, currency);
      const standing = history.platform.standingOf(state, settings.purchaseOn);
      const figures = `due ${text(dueOf(state))} kept ${text(keptOf(state))} owed ${text(owed(state))}`;
      return `  ${index}. ${state.steps.at(-1) ?? 'placed'}: ${standing}, ${figures}`;
    });
    const arrived = shown.map((state) => history.states.indexOf(state)).join(' ');
    const ways = JSON.stringify(history.states[0]?.ways);
    const told = JSON.stringify({ ...held.at(-1), account: entry?.account });
    return [`order ${ways}`, ...states, `  arrived ${arrived}`, `  told ${told}`];
  });
  return [...judgePlay(played), JSON.stringify({ ...settings, ...struck }), ...lines].join('\n');
}
