import { setTimeout as sleep } from 'node:timers/promises';
import type { ScheduledEvent } from 'aws-lambda';
import type { Invoke } from './aws/invoke.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './aws/local-aws.ts';

/** Calls a function again and again, as a schedule does: so long after its last call ended. `stop` waits for that. */
export function startSchedule(
  invoke: Invoke<ScheduledEvent>,
  everyMs: number,
): { readonly stop: () => Promise<void> } {
  const stopped = new AbortController();
  async function run(): Promise<void> {
    const isOver = () => stopped.signal.aborted;
    while (!isOver()) {
      await sleep(everyMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      if (!isOver()) await invoke(aScheduledEvent());
    }
  }
  const running = run();
  return {
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}

/** Returns an event as EventBridge sends it. Nobody reads it. */
export function aScheduledEvent(): ScheduledEvent {
  return {
    id: 'local',
    version: '0',
    account: LOCAL_ACCOUNT,
    region: LOCAL_REGION,
    time: new Date().toISOString(),
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    resources: [],
    detail: {},
  };
}
