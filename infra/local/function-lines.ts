import { readLogRecord, toLogText } from '../../lib/cli/logs/log-record.ts';

/** What a function of this process logged, for the terminal of `npm start`. */
export interface FunctionLines {
  /** Returns the line that a person should see, if any. */
  readonly shown: (group: string, text: string) => string | undefined;
  /** Returns why a delivery was refused, once. `undefined` if the log does not say. */
  readonly takeRefusal: (requestId: string) => string | undefined;
}

/** Refusals that nobody asked for. */
const MAX_REMEMBERED = 1_000;

/**
 * Returns lines for `LOG=text`: warnings and faults, one readable line each. A refusal is not shown, because the line of
 * its answer says it. For `LOG=json`: every line as it is logged, without those that hold metrics only.
 */
export function createFunctionLines(log: 'text' | 'json'): FunctionLines {
  const refusals = new Map<string, string>();
  return {
    shown(group, text) {
      const record = readLogRecord({ at: Date.now(), group, text });
      if (record === undefined) return undefined;
      if (log === 'json') return text;
      const { requestId, reason } = record.fields;
      if (record.message === 'Delivery refused' && requestId !== undefined && reason !== undefined) {
        if (refusals.size >= MAX_REMEMBERED) refusals.clear();
        refusals.set(requestId, reason);
        return undefined;
      }
      return record.level === 'INFO' || record.level === 'DEBUG' ? undefined : toLogText(record);
    },
    takeRefusal(requestId) {
      const reason = refusals.get(requestId);
      refusals.delete(requestId);
      return reason;
    },
  };
}
