import { commands } from '../../lib/cli/commands.ts';
import { isPortTaken } from '../../lib/cli/console/is-port-taken.ts';
import type { ConsoleSettings } from '../../lib/cli/console/server/console-settings.ts';
import { type RunningConsole, startConsole } from '../../lib/cli/console/server/start-console.ts';

/** Chooses the console's port. */
interface PortWish {
  /** `CONSOLE_PORT`. */
  readonly asked: number | undefined;
  /** Where webhooks go. The console is beside it, or anywhere if that was anywhere. */
  readonly webhooks: number;
}

/**
 * Starts the console of `npm start` at the port that was asked for, or else at the one after that of the webhooks. If nobody
 * asked and that one is taken, any free one will do: nobody is kept from starting by it.
 */
export async function startLocalConsole(
  { asked, webhooks }: PortWish,
  settings: Omit<ConsoleSettings, 'port' | 'accessWords' | 'stage' | 'environment' | 'commands'>,
): Promise<RunningConsole> {
  const ofLocal = {
    ...settings,
    accessWords: ['--local'],
    stage: undefined,
    environment: process.env,
    commands,
  };
  const port = asked ?? (webhooks === 0 || webhooks === MAX_PORT ? 0 : webhooks + 1);
  try {
    return await startConsole({ ...ofLocal, port });
  } catch (error) {
    if (asked !== undefined || !isPortTaken(error)) throw error;
    return startConsole({ ...ofLocal, port: 0 });
  }
}

const MAX_PORT = 65_535;
