import {
  type Change,
  expiry,
  number,
  openTable,
  type TableCalls,
  type TableOptions,
  text,
} from '../table.ts';
import {
  type Claim,
  type ClaimAnswer,
  isClaimedBy,
  type Ledger,
  type LedgerPart,
  ledgerId,
  NOBODY,
  stageOfClaim,
  standingOf,
} from './ledger.ts';
import type { PartEntry } from './ledger-entry.ts';
import {
  countTry,
  fromLedgerItem,
  REMEMBERED_MS,
  toLedgerItem,
  toPartAttribute,
  type Written,
} from './ledger-item.ts';
import { claimOfRepair, IS_REPAIRED, isRepair, SENT_AS_BEFORE } from './repair-claim.ts';
import { tellOrder } from './tell-order.ts';

export interface DynamoDbLedgerOptions extends TableOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Returns the ledger in a DynamoDB table. Claims are conditional writes, so exactly one of several instances gets each
 * part. The end of a lease is compared, because the table's own expiry may be days late. If the answer of a write gets
 * lost, the client repeats it by itself: a claim that is found to be this owner's own is his, and a try counts once.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html (read 2026-11-24)
 */
export function createDynamoDbLedger({ now, ...options }: DynamoDbLedgerOptions): Ledger {
  const table = openTable(options, { code: 'ledger-unavailable', message: 'The ledger is unavailable' });

  async function giveBack(part: LedgerPart, claim: Claim, failedOf: string | undefined): Promise<void> {
    const sent = countTry(SENT_AS_BEFORE, failedOf);
    await table((calls) => writeOwn(calls, { part, claim, and: `${IS_CLAIMED} AND ${IS_REPAIRED}` }, sent));
  }

  return {
    async read(keys) {
      const items = await table(({ read }) => read(keys.map(ledgerId)));
      return new Map(items.map((item) => [item['id']?.S ?? '', fromLedgerItem(item)]));
    },
    claim: (part, claim) =>
      table(async (calls) => {
        if (isRepair(part)) return claimKnown(calls, { part, claim, now: now() });
        // The usual case takes one write: the order is new to the ledger.
        const first = toLedgerItem(part, claim, now());
        if (await calls.put(first, { where: 'attribute_not_exists(id)' })) return 'claimed';
        return claimKnown(calls, { part, claim, now: now() });
      }),
    async markSent(part, claim) {
      const sent = toState(part, NOBODY, { state: 'sent', at: now() });
      await table((calls) => writeOwn(calls, { part, claim }, sent));
    },
    async markUncertain(part, claim, failedOf) {
      if (isRepair(part)) return giveBack(part, claim, failedOf);
      const uncertain = countTry(toState(part, claim, { state: 'uncertain', at: now() }), failedOf);
      await table((calls) => writeOwn(calls, { part, claim, and: IS_CLAIMED }, uncertain));
    },
    async release(part, claim, failedOf) {
      if (isRepair(part)) return giveBack(part, claim, failedOf);
      const released = countTry({ set: 'REMOVE states.#part' }, failedOf);
      const uncertain = countTry(toState(part, claim, { state: 'uncertain', at: now() }), failedOf);
      await table(async (calls) => {
        const and = `${IS_CLAIMED} AND attribute_not_exists(states.#part.wasUncertain)`;
        if (await writeOwn(calls, { part, claim, and }, released)) return;
        // This answer says nothing about an earlier request that got none.
        await writeOwn(calls, { part, claim, and: IS_CLAIMED }, uncertain);
      });
    },
    tell: (order, change) => table((calls) => tellOrder(calls, { order, change, now: now() })),
    async forget(key) {
      await table(({ remove }) => remove(ledgerId(key)));
    },
  };
}

const IS_CLAIMED = 'states.#part.#state = :claimed';

/** Changes a part only if it still belongs to this owner. Returns false if it does not, or `and` does not hold. */
async function writeOwn(
  { update }: TableCalls,
  { part, claim, and }: { readonly part: LedgerPart; readonly claim: Claim; readonly and?: string },
  { set, values }: Written,
): Promise<boolean> {
  const change = {
    set,
    where: `states.#part.#owner = :owner${and === undefined ? '' : ` AND ${and}`}`,
    names: { '#part': String(part.part), '#owner': 'owner', ...(and !== undefined && { '#state': 'state' }) },
    values: {
      ...values,
      ':owner': text(claim.owner),
      ...(and !== undefined && { ':claimed': text('claimed') }),
    },
  };
  return (await update(ledgerId(part), change)) !== undefined;
}

function toState(part: LedgerPart, claim: Claim, state: Pick<PartEntry, 'state' | 'at'>): Written {
  return { set: 'SET states.#part = :value', values: { ':value': toPartAttribute(part, claim, state) } };
}

interface Claiming {
  readonly part: LedgerPart;
  readonly claim: Claim;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Claims a part of an order that has an item. What was looked at must still be so when the claim is written. */
async function claimKnown(calls: TableCalls, claiming: Claiming): Promise<ClaimAnswer> {
  const { answer, held, stage } = await look(calls, claiming);
  if (answer !== 'free') return answer;
  const known = { ...claiming, stage };
  const { part } = claiming;
  const ofOrder = held === undefined ? claimOfFree(known) : claimOfHeld(known, held);
  const change = isRepair(part) ? claimOfRepair({ ...claiming, part }) : ofOrder;
  if ((await calls.update(ledgerId(part), change)) !== undefined) return 'claimed';
  const after = await look(calls, claiming);
  // Claimed and released in the meantime: the next receive gets it.
  return after.answer === 'free' ? 'claimed-elsewhere' : after.answer;
}

async function look({ get }: TableCalls, { part, claim, now }: Claiming) {
  const item = await get(ledgerId(part));
  const entry = item && fromLedgerItem(item);
  const answer: ClaimAnswer | 'free' = isClaimedBy(entry, part, claim)
    ? 'claimed'
    : standingOf(entry, part, now);
  return { answer, held: entry?.states[part.part], stage: stageOfClaim(entry, part) };
}

/** A claim, and the stage that it writes. */
interface StagedClaiming extends Claiming {
  readonly stage: LedgerPart['stage'];
}

/** A promise is only the first of an order, and never after its end. */
const IS_FIRST = ' AND size(states) = :none AND (attribute_not_exists(stage) OR stage <> :closed)';

function claimOfFree({ part, claim, now, stage }: StagedClaiming): Change {
  const isPromise = stage === 'promised';
  return {
    set: `SET parts = :parts, #total = :total, ${SET_CLAIM}${setStage(stage)}`,
    where: `(size(states) = :none OR (parts = :parts AND #total = :total)) AND attribute_not_exists(states.#part)${isPromise ? IS_FIRST : ''}`,
    names: { '#part': String(part.part), '#total': 'total' },
    values: {
      ':parts': number(part.parts),
      ':total': text(part.total),
      ':claim': toPartAttribute(part, claim, { state: 'claimed', at: now }),
      ':expiresAt': expiry(now + REMEMBERED_MS),
      ':none': number(0),
      ...(stage !== undefined && { ':stage': text(stage) }),
      ...(isPromise && { ':closed': text('closed') }),
    },
  };
}

const SET_CLAIM = 'states.#part = :claim, expiresAt = :expiresAt';

function setStage(stage: LedgerPart['stage']): string {
  return stage === undefined ? '' : ', stage = :stage';
}

/** Claims what is uncertain, or what its owner never came back for. The version stays as it is. */
function claimOfHeld({ part, claim, now, stage }: StagedClaiming, { owner, state }: PartEntry): Change {
  return {
    set: `SET ${SET_CLAIM}${setStage(stage)}`,
    where: 'states.#part.#owner = :before AND states.#part.#state = :state',
    names: { '#part': String(part.part), '#owner': 'owner', '#state': 'state' },
    values: {
      ':claim': toPartAttribute(part, claim, { state: 'claimed', at: now, wasUncertain: true }),
      ':expiresAt': expiry(now + REMEMBERED_MS),
      ':before': text(owner),
      ':state': text(state),
      ...(stage !== undefined && { ':stage': text(stage) }),
    },
  };
}
