import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { ConnectionAtService } from '../connections/find-for-service.ts';
import {
  expiry,
  NumberAttribute,
  number,
  openTable,
  type TableOptions,
  TextAttribute,
  text,
} from '../table.ts';

const PAUSE_REASONS = ['refused', 'throttled', 'unavailable', 'misconfigured'] as const;

/** Why a lane is paused. */
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** Until a time, all instances send nothing on a lane except a probe now and then. Times in ms since 1970. */
export interface ServicePause {
  readonly until: number;
  readonly reason: PauseReason;
  /** How often in a row the lane was paused. */
  readonly failures: number;
  /** When the last probe was sent, or the pause began. */
  readonly probedAt: number;
  /** When the first of its `failures` pauses began. Absent if an older version wrote it. */
  readonly since?: number | undefined;
}

/**
 * Pauses by lane: a service (its id), one call of a service, or one connection to a service (`connectionLane`). Every
 * method throws `UnavailableError` with `ledger-unavailable` if the table is unavailable.
 */
export interface ServicePauses {
  /** Returns the pauses by lane, even after their time, until a success ends them. Lanes without one are absent. */
  read(lanes: readonly string[]): Promise<ReadonlyMap<string, ServicePause>>;
  /** Begins or renews a pause. */
  pause(lane: string, pause: ServicePause): Promise<void>;
  /** Tells whether this instance may send the probe: true for exactly one caller that read the same pause. */
  takeProbe(lane: string, read: ServicePause, now: number): Promise<boolean>;
  /** Ends the pause. */
  end(lane: string): Promise<void>;
}

/**
 * Returns the lane of one connection to a service. It is no lane of a service or of a call, whatever the connection is
 * called, so the version before, which knows only those, never reads its pause.
 */
export function connectionLane({ serviceId, connection }: ConnectionAtService): string {
  return `${serviceId}#connection#${connection}`;
}

const PauseItemSchema = v.object({
  until: NumberAttribute,
  reason: v.pipe(TextAttribute, v.picklist(PAUSE_REASONS)),
  failures: NumberAttribute,
  probedAt: NumberAttribute,
  since: v.optional(NumberAttribute),
});

/** How long after its end the table keeps a pause. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/** Returns the pauses that all instances share through the ledger's table. */
export function createServicePauses(options: TableOptions): ServicePauses {
  const table = openTable(options, { code: 'ledger-unavailable', message: 'The ledger is unavailable' });
  const idOf = (lane: string) => `${lane}#pause`;
  return {
    async read(lanes) {
      const items = await table(({ read }) => read(lanes.map(idOf)));
      const found = new Map(items.map((item) => [item['id']?.S ?? '', v.parse(PauseItemSchema, item)]));
      return new Map(
        lanes.flatMap((lane) => {
          const pause = found.get(idOf(lane));
          return pause ? [[lane, pause] as const] : [];
        }),
      );
    },
    async pause(lane, { until, reason, failures, probedAt, since }) {
      const item = {
        id: text(idOf(lane)),
        until: number(until),
        reason: text(reason),
        failures: number(failures),
        probedAt: number(probedAt),
        ...(since !== undefined && { since: number(since) }),
        expiresAt: expiry(until + REMEMBERED_MS),
      };
      await table(({ put }) => put(item));
    },
    async takeProbe(lane, { probedAt }, now) {
      // If the answer gets lost, the client repeats the write, and finds its own probe.
      const values = { ':now': number(now), ':read': number(probedAt), ':probe': text(randomUUID()) };
      const where = 'probedAt = :read OR probe = :probe';
      const change = { set: 'SET probedAt = :now, probe = :probe', where, values };
      return (await table(({ update }) => update(idOf(lane), change))) !== undefined;
    },
    async end(lane) {
      await table(({ remove }) => remove(idOf(lane)));
    },
  };
}
