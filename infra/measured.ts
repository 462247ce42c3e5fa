/**
 * The average cost of one invocation: CPU time of a whole vCPU; waiting, assumed as 10
 * ms for each AWS call and 100 ms for each Dfinery call (concurrent calls count once);
 * log bytes that are left at level INFO only; and those of every level, which are the metrics.
 */
export type Invocation = Readonly<Record<'cpuMs' | 'waitMs' | 'infoBytes' | 'otherBytes', number>>;

/**
 * CPU time was measured on 2026-11-25, log bytes on 2026-11-30 (`node test/bench/log-bytes.ts`) under the names of a stage
 * `prod`. Both packaged functions ran under AWS's runtime client on 2 CPUs (AMD EPYC, x64) with Node 24.21.0, against
 * stand-ins that answer at once.
 */
export const measured = {
  receiveOrder: { cpuMs: 1.734, waitMs: 20, infoBytes: 249, otherBytes: 361 },
  /** A repeat that ends at the door: by what the ledger says, or by what this environment queued. */
  receiveTold: { cpuMs: 1.734, waitMs: 10, infoBytes: 264, otherBytes: 301 },
  receiveAgain: { cpuMs: 1.734, waitMs: 0, infoBytes: 266, otherBytes: 301 },
  /**
   * The part of repeats that the memory of the door ends if they come within six seconds: 7 of 18 that a WooCommerce shop sent,
   * with two environments that take them by chance (`test/recorded/door-shares.test.ts`).
   */
  knownInBurst: 7 / 18,
  receiveCustomer: { cpuMs: 1.699, waitMs: 10, infoBytes: 223, otherBytes: 361 },
  /** Orders of as many customers. After three reads at once one is claimed, sent and marked alone, then ten at once. */
  drainNew: {
    1: { cpuMs: 5.699, waitMs: 130, infoBytes: 161, otherBytes: 268 },
    10: { cpuMs: 21.11, waitMs: 250, infoBytes: 1_983, otherBytes: 313 },
    100: { cpuMs: 165.321, waitMs: 1_330, infoBytes: 20_152, otherBytes: 817 },
  },
  drainKnown: {
    1: { cpuMs: 2.741, waitMs: 10, infoBytes: 0, otherBytes: 221 },
    10: { cpuMs: 3.751, waitMs: 10, infoBytes: 0, otherBytes: 222 },
    100: { cpuMs: 10.466, waitMs: 10, infoBytes: 0, otherBytes: 225 },
  },
  /** A profile with news for both calls of Dfinery, and one with only a later time: three reads and two writes. */
  drainNews: { cpuMs: 5.189, waitMs: 250, infoBytes: 430, otherBytes: 215 },
  drainLater: { cpuMs: 4.395, waitMs: 50, infoBytes: 0, otherBytes: 225 },
  /** A run of a schedule that finds nothing to do: the names of the connections are listed. */
  idleRun: { cpuMs: 5, waitMs: 100, infoBytes: 0, otherBytes: 0 },
  /**
   * A poll of one shop without an order, and what each listed order adds that the ledger knows: 0.3 ms where 2,000 of them
   * were listed by a stand-in in the same process, on 2026-11-29. This and what follows is assumed, on the safe side.
   */
  pollShop: { cpuMs: 6, waitMs: 600, infoBytes: 300, otherBytes: 0 },
  pollOrder: { cpuMs: 1, waitMs: 5, infoBytes: 0, otherBytes: 0 },
  /** A check of arrivals of one event: an item that the scan returns, and its row of the export. */
  verifyEvent: { cpuMs: 0.2, waitMs: 0, infoBytes: 0, otherBytes: 0 },
  /** A page of a megabyte of the ledger, of which nothing is of the day. */
  scanPage: { cpuMs: 1, waitMs: 30, infoBytes: 0, otherBytes: 0 },
  /** What Lambda itself writes of an invocation that went well, with `systemLogLevel: INFO`. */
  systemBytes: 489,
  /** A cold start, and its first invocation. */
  coldStartCpuMs: 166,
  /** Bodies. Assumed for headers and TLS: 1,500 bytes of a request to Dfinery, 500 of an answer to the shop. */
  webhookBytes: 10_184,
  answerBytes: 30 + 500,
  purchaseBytes: 627 + 1_500,
  profileBytes: 365 + 2 * 1_500,
  /** Items of the ledger. DynamoDB adds 100 bytes. */
  orderItemBytes: 261 + 100,
  customerItemBytes: 360 + 100,
} as const;

/** How many events the drain got at once when it was measured. */
export const batchSizes = [1, 10, 100] as const;
