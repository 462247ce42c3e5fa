import {
  type Claim,
  isClaimedBy,
  type Ledger,
  type LedgerPart,
  ledgerId,
  NOBODY,
  stageOfClaim,
  standingOf,
} from '../../../lib/stores/ledger/ledger.ts';
import type { LedgerEntry, PartEntry } from '../../../lib/stores/ledger/ledger-entry.ts';
import type { ServicePause, ServicePauses } from '../../../lib/stores/ledger/service-pauses.ts';
import { decide } from '../../../lib/stores/ledger/tell.ts';

/**
 * Returns a ledger in memory, for suites with a clock of their own. It passes the contract of the real one. Several may
 * share their entries, as instances with different clocks share a table.
 */
export function createMemoryLedger(
  now: () => number,
  entries: Map<string, LedgerEntry> = new Map<string, LedgerEntry>(),
): Ledger {
  function write(
    part: LedgerPart,
    { owner, leaseUntil }: Claim,
    { state, wasUncertain }: Pick<PartEntry, 'state' | 'wasUncertain'>,
  ): void {
    const { deliveryId, parts, total } = part;
    const { states, account, ...known } = entries.get(ledgerId(part)) ?? {};
    const stage = state === 'claimed' ? stageOfClaim(entries.get(ledgerId(part)), part) : undefined;
    const told = stage === undefined ? account : { ...account, stage, changes: account?.changes ?? 0 };
    const flag = wasUncertain === true && { wasUncertain };
    const entry = { state, owner, leaseUntil, deliveryId, at: now(), ...flag };
    const all = { ...states, [part.part]: entry };
    entries.set(ledgerId(part), { ...known, parts, total, states: all, ...(told && { account: told }) });
  }

  function countTry(part: LedgerPart, failedOf: string | undefined): void {
    const entry = entries.get(ledgerId(part));
    if (entry === undefined || failedOf === undefined) return;
    entries.set(ledgerId(part), { ...entry, tries: (entry.tries ?? 0) + 1, failedOf });
  }

  const heldOf = (part: LedgerPart) => entries.get(ledgerId(part))?.states[part.part];

  function markUncertain(part: LedgerPart, claim: Claim, failedOf: string | undefined): void {
    if (!isClaimedBy(entries.get(ledgerId(part)), part, claim)) return;
    write(part, claim, { state: 'uncertain' });
    countTry(part, failedOf);
  }

  /** Gives a part back that a repair had claimed. Returns false if the part is no repair. */
  function gaveBack(part: LedgerPart, claim: Claim, failedOf: string | undefined): boolean {
    if (part.repairs === undefined) return false;
    const entry = entries.get(ledgerId(part));
    const { wasSent, ...held } = entry?.states[part.part] ?? {};
    if (wasSent === true && entry !== undefined && isClaimedBy(entry, part, claim)) {
      const sent = { ...held, state: 'sent' } as PartEntry;
      entries.set(ledgerId(part), { ...entry, states: { ...entry.states, [part.part]: sent } });
      countTry(part, failedOf);
    }
    return true;
  }

  return {
    read: (keys) =>
      Promise.resolve(
        new Map(
          keys.flatMap((key) => {
            const entry = entries.get(ledgerId(key));
            return entry ? [[ledgerId(key), entry] as const] : [];
          }),
        ),
      ),
    claim(part, claim) {
      const entry = entries.get(ledgerId(part));
      if (isClaimedBy(entry, part, claim)) return Promise.resolve('claimed' as const);
      const standing = standingOf(entry, part, now());
      if (standing !== 'free') return Promise.resolve(standing);
      const sent = heldOf(part);
      if (part.repairs !== undefined && entry !== undefined && sent !== undefined) {
        const again: PartEntry = { ...sent, ...claim, state: 'claimed', wasSent: true };
        entries.set(ledgerId(part), { ...entry, states: { ...entry.states, [part.part]: again } });
        return Promise.resolve('claimed' as const);
      }
      write(part, claim, { state: 'claimed', wasUncertain: heldOf(part) !== undefined });
      return Promise.resolve('claimed' as const);
    },
    markSent(part, claim) {
      if (heldOf(part)?.owner === claim.owner) write(part, NOBODY, { state: 'sent' });
      return Promise.resolve();
    },
    markUncertain(part, claim, failedOf) {
      if (gaveBack(part, claim, failedOf)) return Promise.resolve();
      markUncertain(part, claim, failedOf);
      return Promise.resolve();
    },
    release(part, claim, failedOf) {
      if (gaveBack(part, claim, failedOf)) return Promise.resolve();
      const entry = entries.get(ledgerId(part));
      if (entry === undefined || heldOf(part)?.wasUncertain === true || !isClaimedBy(entry, part, claim)) {
        markUncertain(part, claim, failedOf);
        return Promise.resolve();
      }
      const { [part.part]: _, ...states } = entry.states;
      entries.set(ledgerId(part), { ...entry, states });
      countTry(part, failedOf);
      return Promise.resolve();
    },
    tell(order, change) {
      const entry = entries.get(ledgerId(order));
      const { answer, write } = decide(entry, change, now());
      if (write !== undefined) {
        const account = { ...entry?.account, ...write, changes: (entry?.account?.changes ?? 0) + 1 };
        entries.set(ledgerId(order), { parts: 1, total: '0', states: {}, ...entry, account });
      }
      return Promise.resolve(answer);
    },
    forget(key) {
      entries.delete(ledgerId(key));
      return Promise.resolve();
    },
  };
}

/** Returns pauses in memory, which all drains of a suite share. */
export function createMemoryPauses(): ServicePauses & { readonly paused: Map<string, ServicePause> } {
  const paused = new Map<string, ServicePause>();
  return {
    paused,
    read: (lanes) => Promise.resolve(new Map([...paused].filter(([lane]) => lanes.includes(lane)))),
    pause(lane, pause) {
      paused.set(lane, pause);
      return Promise.resolve();
    },
    takeProbe(lane, read, now) {
      const held = paused.get(lane);
      if (held?.probedAt !== read.probedAt) return Promise.resolve(false);
      paused.set(lane, { ...held, probedAt: now });
      return Promise.resolve(true);
    },
    end(lane) {
      paused.delete(lane);
      return Promise.resolve();
    },
  };
}
