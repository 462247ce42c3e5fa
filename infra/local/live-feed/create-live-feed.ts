import type { SQSEvent } from 'aws-lambda';
import type { LiveFeed } from '../../../lib/cli/console/server/live-feed.ts';
import { readLogRecord } from '../../../lib/cli/logs/log-record.ts';
import type { GatewayAnswer } from '../aws/gateway-answer.ts';
import type { AnsweredDelivery } from '../aws/http-front.ts';
import type { Invoke } from '../aws/invoke.ts';
import type { Connections } from '../connections-file.ts';
import type { AnsweredCall } from '../dfinery-double/answered-call.ts';
import type { DfineryDouble } from '../dfinery-double/dfinery-double.ts';
import { createBatchedChanges } from './batched-changes.ts';
import { checkEvents } from './check-events.ts';
import { createDeliveryShelf } from './delivery-shelf.ts';
import { createEventTracks, type Track } from './event-tracks.ts';
import { faultOfStep, stepOfFault } from './fault-steps.ts';
import { createKeptBodies } from './kept-bodies.ts';
import { createRequestShelf } from './request-shelf.ts';
import { watchDrain } from './watch-drain.ts';

/** Of deliveries and of requests. */
const MAX_ENTRIES = 500;

/** Of the bodies of both. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

export interface LiveFeedOptions {
  /** Asked at every check. */
  readonly connections: () => Promise<Connections>;
}

/** The feed, and what has to be told to it. All of these are options of `startStack`, but for `onLine` and `attach`. */
export interface RunningFeed {
  readonly feed: LiveFeed;
  readonly onAnswer: (delivery: AnsweredDelivery, answer: GatewayAnswer) => void;
  readonly onCall: (call: AnsweredCall) => void;
  /** Takes a line that a function logged, as `captureOutput` gives it. */
  readonly onLine: (group: string, text: string) => void;
  readonly watchDrain: (drain: Invoke<SQSEvent>) => Invoke<SQSEvent>;
  /** Says which stand-in the settings are those of. Without one there are no settings. */
  readonly attach: (dfinery: DfineryDouble | undefined) => void;
}

/**
 * Returns a feed of what happens from now on: the last 500 deliveries and requests, and their bodies up to 64 MiB in all.
 * It joins them by the messages of the queue between them, which have the trace of their delivery, and by the ids of their
 * events.
 */
export function createLiveFeed({ connections }: LiveFeedOptions): RunningFeed {
  const bodies = createKeptBodies(MAX_BODY_BYTES);
  const tracks = createEventTracks();
  const deliveries = createDeliveryShelf({ size: MAX_ENTRIES, bodies, tracks });
  const requests = createRequestShelf({ size: MAX_ENTRIES, bodies, tracks });
  let dfinery: DfineryDouble | undefined;

  const standIn: LiveFeed['standIn'] = () =>
    dfinery && { fault: faultOfStep(dfinery.standing()), unregistered: dfinery.unregistered() };
  const changes = createBatchedChanges((changed) => ({
    deliveries: deliveries.summaries().filter(({ number }) => changed.deliveries.has(number)),
    requests: requests.summaries().filter(({ number }) => changed.requests.has(number)),
    standIn: changed.isStandIn ? standIn() : undefined,
  }));
  const noteTrack = (track: Track): void => {
    for (const number of track.deliveries) changes.delivery(number);
  };
  const drainWatch = watchDrain({ tracks, onChange: noteTrack });

  return {
    onAnswer(delivery, answer) {
      changes.delivery(deliveries.add(delivery, answer));
    },
    onCall(call) {
      const { number, touched } = requests.add(call);
      changes.request(number);
      touched.forEach(noteTrack);
    },
    onLine(group, text) {
      const record = readLogRecord({ at: Date.now(), group, text });
      if (record === undefined) return;
      drainWatch.take(record);
      for (const { number } of deliveries.takeRecord(record)) changes.delivery(number);
    },
    watchDrain: (drain) => drainWatch.watch(drain),
    attach(started) {
      dfinery = started;
    },
    feed: {
      deliveries: () => deliveries.summaries(),
      delivery: (number) => deliveries.find(number),
      requests: () => requests.summaries(),
      request: (number) => requests.find(number),
      standIn,
      setStandIn({ fault, unregistered }) {
        dfinery?.always(stepOfFault[fault]);
        dfinery?.unregister(unregistered);
        changes.standIn();
      },
      async check(id, events) {
        if (dfinery === undefined) return [];
        const connection = (await connections())[id];
        if (connection === undefined) return [`${id}: no such connection`];
        return checkEvents(dfinery, connection.dfinery.serviceId, events);
      },
      subscribe: (listener) => changes.subscribe(listener),
    },
  };
}
