import { signal } from '@preact/signals';
import { askQuestion } from '../asking/question.ts';
import type { ListedConnection } from '../asking/shown-answers.ts';

/** What `adapter connection list` said. */
export const connections = signal<readonly ListedConnection[]>([]);

/** True once they were asked for, even if in vain. */
export const areConnectionsKnown = signal(false);

/** Asks for the connections. */
export async function loadConnections(): Promise<void> {
  try {
    connections.value = (await askQuestion({ question: 'connections' })).results;
  } catch {
    // Whoever chooses one sees that there is none; the header says that the server does not answer.
  }
  areConnectionsKnown.value = true;
}
