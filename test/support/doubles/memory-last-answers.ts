import type { LastAnswer, LastAnswers } from '../../../lib/stores/ledger/last-answers.ts';
import { connectionLane } from '../../../lib/stores/ledger/service-pauses.ts';

/** Returns last answers in memory, by lane. They pass the contract of the real ones. */
export function createMemoryLastAnswers(
  now: () => number,
): LastAnswers & { readonly answers: Map<string, LastAnswer> } {
  const answers = new Map<string, LastAnswer>();
  const written = new Map<string, number>();
  return {
    answers,
    note(connection, answer) {
      const lane = connectionLane(connection);
      if (now() - (written.get(lane) ?? Number.NEGATIVE_INFINITY) < 60_000) return Promise.resolve();
      written.set(lane, now());
      answers.set(lane, { ...answers.get(lane), ...answer });
      return Promise.resolve();
    },
    read: (connections) => {
      const lanes = connections.map(connectionLane);
      return Promise.resolve(new Map([...answers].filter(([lane]) => lanes.includes(lane))));
    },
  };
}
