import {
  isWorthWriting,
  type LastAnswer,
  type LastAnswers,
  withAnswer,
} from '../../../lib/stores/ledger/last-answers.ts';
import { connectionLane } from '../../../lib/stores/ledger/service-pauses.ts';

/** Returns last answers in memory, by lane. They pass the contract of the real ones. */
export function createMemoryLastAnswers(): LastAnswers & { readonly answers: Map<string, LastAnswer> } {
  const answers = new Map<string, LastAnswer>();
  return {
    answers,
    write(connection, answer) {
      const lane = connectionLane(connection);
      const known = answers.get(lane) ?? {};
      if (isWorthWriting(known, answer)) answers.set(lane, withAnswer(known, answer));
      return Promise.resolve();
    },
    read: (connections) => {
      const lanes = connections.map(connectionLane);
      return Promise.resolve(new Map([...answers].filter(([lane]) => lanes.includes(lane))));
    },
  };
}
