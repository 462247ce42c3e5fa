import * as v from 'valibot';
import {
  expiry,
  NumberAttribute,
  number,
  openTable,
  type TableOptions,
  TextAttribute,
  text,
} from '../table.ts';

const PAUSE_REASONS = ['refused', 'throttled', 'unavailable'] as const;

/** Why a service is paused. */
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** Until a time, all instances send nothing to a service except a probe now and then. Times in ms since 1970. */
export interface ServicePause {
  readonly until: number;
  readonly reason: PauseReason;
  /** How often in a row the service was paused. */
  readonly failures: number;
  /** When the last probe was sent, or the pause began. */
  readonly probedAt: number;
}

/** Every method throws `UnavailableError` with `ledger-unavailable` if the table is unavailable. */
export interface ServicePauses {
  /** Returns the pause of a service, even after its time, until a success ends it. */
  read(serviceId: string): Promise<ServicePause | undefined>;
  /** Begins or renews a pause. */
  pause(serviceId: string, pause: ServicePause): Promise<void>;
  /** Tells whether this instance may send the probe: true for exactly one caller that read the same pause. */
  takeProbe(serviceId: string, read: ServicePause, now: number): Promise<boolean>;
  /** Ends the pause. */
  end(serviceId: string): Promise<void>;
}

const PauseItemSchema = v.object({
  until: NumberAttribute,
  reason: v.pipe(TextAttribute, v.picklist(PAUSE_REASONS)),
  failures: NumberAttribute,
  probedAt: NumberAttribute,
});

/** How long after its end the table keeps a pause. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/** Returns the pauses that all instances share through the ledger's table. */
export function createServicePauses(options: TableOptions): ServicePauses {
  const table = openTable(options, { code: 'ledger-unavailable', message: 'The ledger is unavailable' });
  const idOf = (serviceId: string) => `${serviceId}#pause`;
  return {
    async read(serviceId) {
      const item = await table(({ get }) => get(idOf(serviceId), { mayBeOld: true }));
      return item && v.parse(PauseItemSchema, item);
    },
    async pause(serviceId, { until, reason, failures, probedAt }) {
      const item = {
        id: text(idOf(serviceId)),
        until: number(until),
        reason: text(reason),
        failures: number(failures),
        probedAt: number(probedAt),
        expiresAt: expiry(until + REMEMBERED_MS),
      };
      await table(({ put }) => put(item));
    },
    async takeProbe(serviceId, { probedAt }, now) {
      const values = { ':now': number(now), ':read': number(probedAt) };
      const change = { set: 'SET probedAt = :now', where: 'probedAt = :read', values };
      return (await table(({ update }) => update(idOf(serviceId), change))) !== undefined;
    },
    async end(serviceId) {
      await table(({ remove }) => remove(idOf(serviceId)));
    },
  };
}
