import type { Telemetry } from '../telemetry.ts';
import type { Terminal } from './command.ts';

/** Returns telemetry that tells a person what went wrong, and counts nothing: metrics are the functions'. */
export function terminalTelemetry({ complain }: Pick<Terminal, 'complain'>): Telemetry {
  return {
    info: () => undefined,
    warn: complain,
    error: (message, _, cause) => {
      complain(cause instanceof Error ? `${message}: ${cause.message}` : message);
    },
    count: () => undefined,
    measure: () => undefined,
  };
}
