import type { SQSEvent } from 'aws-lambda';
import type { LogRecord } from '../../../lib/cli/logs/log-record.ts';
import { failedIds } from '../aws/failed-ids.ts';
import type { Invoke } from '../aws/invoke.ts';
import { createBoundedMap } from './bounded-map.ts';
import type { EventTracks, Track } from './event-tracks.ts';
import { messageKeys } from './message-keys.ts';

const MAX_DEAD = 1_000;

/** Watches what the drain is handed. */
export interface DrainWatch {
  watch(drain: Invoke<SQSEvent>): Invoke<SQSEvent>;
  /** Takes a line of the log: a message that died is done with, but was not sent. */
  take(record: LogRecord): void;
}

interface DrainWatchOptions {
  readonly tracks: EventTracks;
  readonly onChange: (track: Track) => void;
}

/** Returns a watch that notes messages in `tracks`. Whether an event was sent its request says; of a profile the drain's answer. */
export function watchDrain({ tracks, onChange }: DrainWatchOptions): DrainWatch {
  const dead = createBoundedMap<string, true>(MAX_DEAD);
  return {
    watch: (drain) => async (event) => {
      const messages = event.Records.flatMap(({ messageId, body }) => {
        const keys = messageKeys(body);
        return keys === undefined ? [] : [{ messageId, keys }];
      });
      for (const { keys } of messages) onChange(tracks.note(keys));
      const outcome = await drain(event);
      if (outcome.kind !== 'response') return outcome;

      const ids = event.Records.map(({ messageId }) => messageId);
      const failed = new Set(failedIds(outcome.body, ids));
      for (const { messageId, keys } of messages) {
        if (!keys.isProfile || failed.has(messageId) || dead.get(messageId) === true) continue;
        const track = tracks.close(keys);
        if (track !== undefined) onChange(track);
      }
      return outcome;
    },
    take({ message, fields: { recordId } }) {
      if (message === 'Message dead' && recordId !== undefined) dead.set(recordId, true);
    },
  };
}
