import { createStopList } from '../../infra/local/stop-list.ts';
import { CPU_SHARE, startCpuShare } from './cpu-share.ts';
import { firstAnswer } from './first-answer.ts';
import { firstOrders } from './first-orders.ts';
import { startReceiverSurroundings } from './receiver-surroundings.ts';

/**
 * Assumed for what stand-ins on this machine do not show: two handshakes of TLS, whose 15 ms of CPU time take 52 with
 * 512 MB, and the ways to SSM, KMS and SQS.
 */
export const ASSUMED_WAIT_MS = 100;

export interface FirstAnswers {
  /** False if this machine does not share out CPU time. The time is then computed from the CPU time. */
  readonly isThrottled: boolean;
  readonly taken: readonly {
    /** As people call it. */
    readonly platform: string;
    readonly tookMs: number;
    readonly cpuMs: number;
  }[];
}

/**
 * Starts the packaged receiver so often for each platform, in turns, with the CPU of 512 MB, and returns how long each took
 * until it had answered one order.
 */
export async function firstAnswers(taskRoot: string, starts: number): Promise<FirstAnswers> {
  const stops = createStopList();
  try {
    const { environment } = stops.add(await startReceiverSurroundings());
    const share = await startCpuShare(CPU_SHARE);
    if (share !== undefined) stops.add(share);
    const taken = [];
    for (let start = 0; start < starts; start += 1) {
      for (const order of firstOrders) {
        const { tookMs, cpuMs } = await firstAnswer({ taskRoot, environment, order, ...share });
        const withShareMs = share === undefined ? cpuMs / CPU_SHARE : tookMs;
        taken.push({ platform: order.source.name, tookMs: withShareMs + ASSUMED_WAIT_MS, cpuMs });
      }
    }
    return { isThrottled: share !== undefined, taken };
  } finally {
    await stops.stopAll();
  }
}
