import { sum } from '../../../lib/model/money.ts';
import type { LeftOut, LeftOutAmounts } from '../../../lib/stores/ledger/left-out.ts';
import { connectionLane } from '../../../lib/stores/ledger/service-pauses.ts';

/** Returns left-out amounts in memory, by lane. They pass the contract of the real ones. */
export function createMemoryLeftOut(): LeftOutAmounts & { readonly sums: Map<string, readonly LeftOut[]> } {
  const sums = new Map<string, readonly LeftOut[]>();
  return {
    sums,
    add(connection, leftOut) {
      const lane = connectionLane(connection);
      const known = sums.get(lane) ?? [];
      const isSame = ({ kind, currency }: LeftOut): boolean =>
        kind === leftOut.kind && currency === leftOut.currency;
      const amount = sum([...known.filter(isSame), leftOut].map((entry) => entry.amount));
      const all = [...known.filter((entry) => !isSame(entry)), { ...leftOut, amount }];
      const nameOf = ({ kind, currency }: LeftOut): string => `${kind}:${currency}`;
      sums.set(
        lane,
        all.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
      );
      return Promise.resolve();
    },
    read: (connections) => {
      const lanes = connections.map(connectionLane);
      return Promise.resolve(new Map([...sums].filter(([lane]) => lanes.includes(lane))));
    },
  };
}
