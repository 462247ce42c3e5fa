import { UnavailableError } from '../../model/errors.ts';
import type { ConnectionAtService } from '../../stores/connections/find-for-service.ts';
import type { LeftOutAmounts, LeftOutKind } from '../../stores/ledger/left-out.ts';
import { connectionLane } from '../../stores/ledger/service-pauses.ts';
import type { OperatorAccess } from '../operator-access.ts';
import type { CheckResult, ConnectionUnderCheck } from './check-result.ts';

/** Notes what Dfinery was not told of a connection, with its amounts. It is no fault: the shop or its settings want it so. */
export async function noteLeftOut(
  access: Pick<OperatorAccess, 'leftOut'>,
  { id: connection, dfinery: { serviceId } }: Pick<ConnectionUnderCheck, 'id' | 'dfinery'>,
): Promise<CheckResult> {
  const found = await read(access.leftOut(), { connection, serviceId });
  if (found === undefined) return { state: 'warn', found: 'unknown: the ledger does not answer' };
  const sums = found.get(connectionLane({ connection, serviceId })) ?? [];
  if (sums.length === 0) return { state: 'ok', found: 'nothing is left out' };
  const kinds = [...new Set(sums.map(({ kind }) => kind))];
  const listed = kinds.map((kind) => {
    const amounts = sums.filter((sum) => sum.kind === kind);
    return `${nameOf[kind]}: ${amounts.map(({ amount, currency }) => `${amount} ${currency}`).join(', ')}`;
  });
  return { state: 'note', found: listed.join('; '), advice: kinds.map((kind) => adviceOf[kind]).join(' ') };
}

/** If the ledger cannot be read, its own check has said so. */
async function read(leftOut: Pick<LeftOutAmounts, 'read'>, connection: ConnectionAtService) {
  try {
    return await leftOut.read([connection]);
  } catch (error) {
    if (error instanceof UnavailableError) return undefined;
    throw error;
  }
}

const nameOf = {
  revenue: 'revenue added to orders after they were told',
  refunds: 'refunds beyond what was told',
} as const satisfies Record<LeftOutKind, string>;

const adviceOf = {
  revenue: 'The connection’s "edits": "send" tells revenue that is added from then on.',
  refunds: 'See the runbook: RevenueUntold, RefundUntold.',
} as const satisfies Record<LeftOutKind, string>;
