import { createBoundedMap } from './bounded-map.ts';
import { isProfileKey, type MessageKeys } from './message-keys.ts';

/** Of what no webhook brought, or of deliveries that are still to be answered. */
const MAX_LOOSE = 1_000;

/** What Dfinery accepted, to tell that a repeated delivery has nothing to send. */
const MAX_ACCEPTED = 10_000;

/** A sender may give all of its deliveries one trace. */
const MAX_SEEN = 1_000;

/** An event that is refused for days has thousands of tries; these are the last. */
const MAX_REQUESTS = 50;

/** The way of the messages of one delivery. */
export interface Track {
  readonly traceId: string;
  /** Those that were seen on their way. */
  readonly seen: Set<string>;
  /** Of those the ones that are not accepted. */
  readonly open: Set<string>;
  /** What may have to be sent beside them. */
  readonly others: Set<string>;
  /** Numbers of the requests that had any of them, the last attempt last. */
  readonly requests: number[];
  /** Numbers of its deliveries, once they were answered. All have one, unless their sender gave them one trace. */
  readonly deliveries: Set<number>;
}

/** Joins deliveries and requests by the messages between them. */
export interface EventTracks {
  /** Returns the track of a delivery that was answered. It is kept until the delivery is dropped. */
  claim(traceId: string, delivery: number): Track;
  drop(track: Track, delivery: number): void;
  /** Notes a message on its way, maybe again. Returns its track. */
  note(message: MessageKeys): Track;
  /** Notes that a profile is done with: it was sent, or had no news. Returns its track. */
  close(message: MessageKeys): Track | undefined;
  /** Notes a request. Returns the tracks of its contents. */
  reached(request: {
    readonly number: number;
    readonly keys: readonly string[];
    readonly isStored: boolean;
  }): Set<Track>;
  orderIdOf(key: string): string | undefined;
}

/** Returns tracks of nothing yet. All memory is bounded. */
export function createEventTracks(): EventTracks {
  const claimed = new Map<string, Track>();
  const loose = createBoundedMap<string, Track>(MAX_LOOSE, forget);
  const byKey = new Map<string, { readonly tracks: Set<Track>; orderId: string | undefined }>();
  const accepted = createBoundedMap<string, true>(MAX_ACCEPTED);

  function forget(track: Track): void {
    for (const key of [...track.seen, ...track.others]) {
      const found = byKey.get(key);
      found?.tracks.delete(track);
      if (found?.tracks.size === 0) byKey.delete(key);
    }
  }

  function find(traceId: string): Track | undefined {
    return claimed.get(traceId) ?? loose.get(traceId);
  }

  function join(key: string, track: Track, orderId: string | undefined): void {
    const found = byKey.get(key) ?? { tracks: new Set(), orderId };
    found.tracks.add(track);
    byKey.set(key, found);
  }

  return {
    claim(traceId, delivery) {
      const track = find(traceId) ?? newTrack(traceId);
      loose.delete(traceId);
      claimed.set(traceId, track);
      track.deliveries.add(delivery);
      return track;
    },
    drop(track, delivery) {
      track.deliveries.delete(delivery);
      if (track.deliveries.size > 0) return;
      claimed.delete(track.traceId);
      forget(track);
    },
    note({ traceId, key, others, isProfile, orderId }) {
      let track = find(traceId);
      if (track === undefined) {
        track = newTrack(traceId);
        loose.set(traceId, track);
      }
      if (track.seen.has(key) || track.seen.size >= MAX_SEEN) return track;
      track.seen.add(key);
      // The next state of a customer is news again.
      if (isProfile || accepted.get(key) !== true) track.open.add(key);
      join(key, track, orderId);
      for (const other of others) {
        if (accepted.get(other) === true) continue;
        track.others.add(other);
        join(other, track, orderId);
      }
      return track;
    },
    close({ traceId, key }) {
      const track = find(traceId);
      track?.open.delete(key);
      return track;
    },
    reached({ number, keys, isStored }) {
      const touched = new Set<Track>();
      for (const key of keys) {
        for (const track of byKey.get(key)?.tracks ?? []) {
          if (!track.open.has(key) && !track.others.has(key)) continue;
          touched.add(track);
          // A profile takes two requests, and its message ends it.
          if (isStored && !isProfileKey(key)) track.open.delete(key);
          if (isStored) track.others.delete(key);
        }
        if (isStored) accepted.set(key, true);
      }
      for (const { requests } of touched) {
        requests.push(number);
        if (requests.length > MAX_REQUESTS) requests.shift();
      }
      return touched;
    },
    orderIdOf: (key) => byKey.get(key)?.orderId,
  };
}

function newTrack(traceId: string): Track {
  return {
    traceId,
    seen: new Set(),
    open: new Set(),
    others: new Set(),
    requests: [],
    deliveries: new Set(),
  };
}
