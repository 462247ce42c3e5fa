import type { RequestSummary } from '../../../lib/cli/console/console-api.ts';
import type { KeptRequest } from '../../../lib/cli/console/server/live-feed.ts';
import type { AnsweredCall } from '../dfinery-double/answered-call.ts';
import type { Track } from './event-tracks.ts';
import { createNumberedRing } from './numbered-ring.ts';
import { readCall } from './read-call.ts';
import type { ShelfOptions } from './shelf-options.ts';
import { toRequestSummary } from './to-request-summary.ts';

/** The last requests. */
export interface RequestShelf {
  /** Returns its number, and the tracks that it is part of. */
  add(call: AnsweredCall): { readonly number: number; readonly touched: ReadonlySet<Track> };
  find(number: number): KeptRequest | undefined;
  /** The newest first. */
  summaries(): readonly RequestSummary[];
}

/** Returns an empty shelf for `size` requests. What leaves it leaves `bodies` too. */
export function createRequestShelf({ size, bodies, tracks }: ShelfOptions): RequestShelf {
  const ring = createNumberedRing<RequestSummary>(size);
  return {
    add(call) {
      const contents = readCall(call);
      const known = contents.keys.flatMap((key) => tracks.orderIdOf(key) ?? []);
      const { entry, dropped } = ring.add((number) => toRequestSummary(call, { number, contents, known }));
      if (dropped !== undefined) bodies.drop(dropped);
      bodies.keep(entry, call.body);
      const { number } = entry;
      return { number, touched: tracks.reached({ number, keys: contents.keys, isStored: call.isStored }) };
    },
    find(number) {
      const summary = ring.find(number);
      return summary && { summary, body: readBody(bodies.find(summary)) };
    },
    summaries: () => ring.entries(),
  };
}

function readBody(body: Buffer | undefined): unknown {
  const text = body?.toString();
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
