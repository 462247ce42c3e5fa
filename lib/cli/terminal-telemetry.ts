import type { Telemetry } from '../runtime/telemetry.ts';
import type { Terminal } from './command.ts';

/** Returns telemetry that writes warnings and errors to the terminal. Only the functions have metrics. */
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
