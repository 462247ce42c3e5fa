import type { ShopConnection } from '../connection.ts';
import type { MappedRefund, RefundsReading } from '../dfinery/to-refunds.ts';

interface DividedRefunds {
  /** These are sent as they are. */
  readonly ready: RefundsReading;
  /** The lines of these are fetched first. */
  readonly toFetch: readonly MappedRefund[];
}

/** Divides the refunds of an order into those that are known whole and those whose lines the connection has fetched. Pure. */
export function divideRefunds(
  reading: RefundsReading,
  { refundLines }: Pick<ShopConnection, 'refundLines'>,
): DividedRefunds {
  if (refundLines !== 'fetch' || reading.withoutLines === 0) return { ready: reading, toFetch: [] };
  const { refunds, capped } = reading;
  return {
    ready: { refunds: refunds.filter((refund) => !lacksLines(refund)), capped, withoutLines: 0 },
    toFetch: refunds.filter(lacksLines),
  };
}

function lacksLines({ standIn }: MappedRefund): boolean {
  return standIn === 'refund';
}
