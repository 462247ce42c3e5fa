import { UnavailableError } from '../../lib/model/errors.ts';
import { ledgerSettings } from '../../lib/runtime/time-budgets.ts';
import type { ConditionalWrite, DeadSocket, Edge, Faults } from './faults.ts';
import type { Invocation } from './invocation.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How long each call takes, in milliseconds, give or take a half. */
const LATENCY_MS: Readonly<Record<Exclude<Edge, 'dfinery'>, number>> = {
  enqueue: 0,
  receive: 0,
  delete: 0,
  hide: 10,
  bury: 10,
  ledger: 5,
};

/** Given to an invocation that was killed: nothing of it happens any more. */
const never = new Promise<never>(() => undefined);

interface Around {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly faults: Faults;
}

/** The calls of one invocation over the edges. Each may fail, or be the last thing that the invocation does. */
export interface FaultyCalls {
  readonly call: <Result>(edge: Exclude<Edge, 'dfinery'>, act: () => Promise<Result>) => Promise<Result>;
  /**
   * Carries out a conditional write of the ledger. If `happened` says that it was carried out, its answer may be lost, and
   * then the SDK repeats it by itself.
   */
  readonly write: <Result>(
    write: ConditionalWrite,
    act: () => Promise<Result>,
    happened: (result: Result) => boolean,
  ) => Promise<Result>;
  /** Returns what is wrong with the socket of the first call over an edge. Nothing with that of any other. */
  readonly deadSocket: (edge: Edge) => DeadSocket | undefined;
  /** Asks Dfinery. What becomes of its answer is the caller's; `ms` is how long it takes. */
  readonly ask: <Result>(ms: number, act: () => Promise<Result>) => Promise<Result>;
}

export function createFaultyCalls({ time, random, faults }: Around, invocation: Invocation): FaultyCalls {
  async function carryOut<Result>(ms: number, act: () => Promise<Result>): Promise<Result> {
    const kill = faults.kill();
    if (kill === 'before') invocation.kill();
    await time.sleep(ms * (0.5 + random()));
    if (invocation.isKilled()) return never;
    const [outcome] = await Promise.allSettled([act()]);
    if (kill === 'after') invocation.kill();
    if (invocation.isKilled()) return never;
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  const wrong = faults.deadSocket();
  const called = new Set<Edge>();
  function deadSocket(edge: Edge): DeadSocket | undefined {
    if (wrong === undefined || called.has(edge)) return undefined;
    called.add(edge);
    faults.note(`${edge} socket ${wrong}`);
    return wrong;
  }

  const call: FaultyCalls['call'] = (edge, act) =>
    carryOut(LATENCY_MS[edge], async () => {
      // The SDK tries again on a new socket: after its time-out, or at once after a reset.
      if (deadSocket(edge) === 'hang') await time.sleep(ledgerSettings.requestHandler.requestTimeout);
      const fault = faults.call(edge);
      if (fault === 'before') throw ill(edge);
      const result = await act();
      if (fault === 'after') throw ill(edge);
      return result;
    });

  return {
    ask: carryOut,
    deadSocket,
    call,
    write: (write, act, happened) =>
      call('ledger', async () => {
        const result = await act();
        if (!happened(result) || !faults.isRepeated(write)) return result;
        await time.sleep(ledgerSettings.requestHandler.requestTimeout);
        return act();
      }),
  };
}

/** Returns the error that the ports of an edge throw while it is unavailable. */
export function ill(edge: Edge): UnavailableError {
  const code = edge === 'ledger' ? 'ledger-unavailable' : 'queue-unavailable';
  return new UnavailableError(`${edge} is ill`, { code });
}
