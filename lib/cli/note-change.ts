import type { Terminal } from './command.ts';
import type { ConnectionsAccess } from './operator-access.ts';
import { VERSION } from './version.ts';

/** What an operator changed. No personal data: it is kept as long as every log line. */
export interface Change {
  /** The command, such as `connection put`. */
  readonly what: string;
  readonly connection?: string | undefined;
  /** How many connections, letters, deliveries or orders. */
  readonly count: number;
  /** What else tells it from others: a queue, a cause. */
  readonly detail?: string | undefined;
}

/**
 * Writes one line into the stack's log of changes: who, when, what, how many. `adapter logs` shows it. A failure is a
 * warning, because the change is already made. Nothing is written for a change of nothing. Never throws.
 */
export async function noteChange(
  access: Pick<ConnectionsAccess, 'caller' | 'changeLog'>,
  { complain }: Pick<Terminal, 'complain'>,
  { what, connection, count, detail }: Change,
): Promise<void> {
  if (count === 0) return;
  try {
    const log = await access.changeLog();
    if (log === undefined) {
      complain('Not noted in the log of changes: this environment has none');
      return;
    }
    const at = new Date();
    const who = await access.caller();
    const line = {
      level: 'INFO',
      message: `Changed: ${what}`,
      timestamp: at.toISOString(),
      who,
      connection,
      count,
      detail,
      version: VERSION,
    };
    await log.write(JSON.stringify(line), at);
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    complain(`Not noted in the log of changes: ${reason}`);
  }
}
