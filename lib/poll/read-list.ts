import { PayloadError } from '../model/errors.ts';
import { askPatiently } from '../shop-client/ask-patiently.ts';
import type { FetchResult } from '../shop-client/fetch-from-shop.ts';
import type { ListPage, ShopList } from '../sources/listing.ts';
import type { ListPlace, PollPlace } from '../stores/ledger/poll-places.ts';
import { beginPass } from './begin-pass.ts';
import type { PollPorts } from './poll-ports.ts';
import type { Poll } from './polled-shop.ts';
import { addSeen, addSoon } from './seen-entries.ts';
import { takePage } from './take-page.ts';

/** Why a list was not read to its end. */
export interface ListFailure {
  readonly because: string;
  readonly code: string;
  /** True if the shop would say the same of its other lists. */
  readonly isOfShop: boolean;
}

export interface ListReading {
  readonly place: PollPlace;
  readonly pages: number;
  readonly recovered: number;
  readonly failure?: ListFailure;
}

/** Writes the place that was reached. Returns false if another poll has taken over. */
export type SavePlace = (place: PollPlace) => Promise<boolean>;

const OUT_OF_TIME: ListFailure = { because: 'out-of-time', code: 'out-of-time', isOfShop: true };
const TAKEN_OVER: ListFailure = { because: 'taken-over', code: 'lease', isOfShop: true };

/**
 * Reads one list of a shop from where it was left, page by page. What a page says is queued before the place moves on, and
 * the watermark moves only at the end of the list. A stored cursor that the shop refuses is forgotten, so that the next poll
 * begins anew. @throws {UnavailableError} AWS is unavailable.
 */
export async function readList(
  ports: PollPorts,
  poll: Poll,
  {
    list,
    place: start,
    save,
  }: { readonly list: ShopList; readonly place: PollPlace; readonly save: SavePlace },
): Promise<ListReading> {
  let place = withPass(ports, poll, list, start);
  let pages = 0;
  let recovered = 0;
  const cursors = new Set<string>();
  const isResumed = start.lists[list.name]?.pass !== undefined;
  for (;;) {
    const listPlace = place.lists[list.name] ?? {};
    const { pass } = listPlace;
    if (pass === undefined) return { place, pages, recovered };
    if (!poll.hasTime()) return { place, pages, recovered, failure: OUT_OF_TIME };
    const call = {
      ...list,
      request: (cursor: string) => list.request(cursor, poll.connection.shop),
    };
    const result = await askPatiently(ports, poll.api, { call, reference: pass.cursor }, poll.patience).catch(
      unreadable,
    );
    if (result.kind === 'unreadable') {
      // Asked for once more it may come from the same cache: the next poll begins anew.
      const { pass: _, ...before } = listPlace;
      place = withList(place, list, before);
      await save(place);
      const code = result.error.issues
        .map(({ path, message }) => `${path || '(list)'}: ${message}`)
        .join('; ');
      return { place, pages, recovered, failure: { because: 'unreadable', code, isOfShop: false } };
    }
    if (result.kind === 'waits') {
      const { because, code } = result;
      if (list.mayBeRefused === true && code === 'http-403') {
        place = ended(place, list, listPlace);
        await save(place);
        return { place, pages, recovered };
      }
      const isRefused = because === 'refused' || because === 'not-found' || code === 'http-410';
      if (isRefused && (isResumed || pages > 0)) {
        const { pass: _, ...before } = listPlace;
        place = withList(place, list, before);
        await save(place);
      }
      return { place, pages, recovered, failure: { because, code, isOfShop: !isRefused } };
    }

    const answeredAt = result.answeredAt ?? ports.now();
    const page: ListPage = result.found;
    const taken = await takePage(ports, poll, { list: list.name, page, seen: place.seen, answeredAt });
    recovered += taken.recovered;
    place = {
      ...place,
      seen: addSoon(addSeen(place.seen, taken.seen, ports.now()), taken.seenSoon, ports.now()),
    };
    if (taken.wait !== undefined) {
      await save(place);
      return { place, pages, recovered, failure: { ...taken.wait, isOfShop: true } };
    }
    pages += 1;
    const newest = later(pass.newest, taken.newest);
    const oldestHeld = earlier(pass.oldestHeld, taken.oldestHeld);
    const base = earlier(pass.base ?? pass.startedAt, result.answeredAt);
    cursors.add(pass.cursor);
    // A cursor that repeats would be read for ever.
    if (page.next !== undefined && cursors.has(page.next)) {
      const { pass: _, ...before } = listPlace;
      place = withList(place, list, before);
      await save(place);
      const failure = { because: 'unreadable', code: 'the cursor repeats', isOfShop: false };
      return { place, pages, recovered, failure };
    }
    const moved = {
      ...pass,
      ...(newest !== undefined && { newest }),
      ...(oldestHeld !== undefined && { oldestHeld }),
      ...(base !== undefined && { base }),
    };
    place =
      page.next === undefined
        ? ended(place, list, { ...listPlace, pass: moved })
        : withList(place, list, { ...listPlace, pass: { ...moved, cursor: page.next } });
    if (!(await save(place))) return { place, pages, recovered, failure: TAKEN_OVER };
  }
}

/** A stored cursor may be one that its list cannot read, after an upgrade for example: then the list is read anew. */
function unreadable(error: unknown): Extract<FetchResult<ListPage>, { kind: 'unreadable' }> {
  if (!(error instanceof PayloadError)) throw error;
  return { kind: 'unreadable', error, rawBody: '' };
}

/** Returns the place with the pass that is under way, or with the next one if one is due. */
function withPass(ports: PollPorts, { connection }: Poll, list: ShopList, place: PollPlace): PollPlace {
  const listPlace = place.lists[list.name] ?? {};
  if (listPlace.pass !== undefined) return place;
  const { since, intake } = connection;
  const now = ports.now();
  const pass = beginPass({
    place: listPlace,
    begunAt: place.begunAt,
    overlapMs: list.overlapMs,
    isDaily: list.every === 'day',
    since: since === undefined ? undefined : Date.parse(since),
    holdMs: intake === 'poll' ? 0 : ports.holdMs,
    now,
  });
  if (pass === undefined) return place;
  const cursor = list.begin({ from: new Date(pass.from), now: new Date(now) });
  return withList(place, list, { ...listPlace, pass: { cursor, startedAt: now, isWide: pass.isWide } });
}

/** The pass has reached the end: only now does the watermark move. */
function ended(place: PollPlace, list: ShopList, { pass, ...before }: ListPlace): PollPlace {
  if (pass === undefined) return place;
  // What was left to webhooks never falls behind the next pass.
  const watermark = earlier(later(before.watermark, pass.newest), pass.oldestHeld);
  return withList(place, list, {
    ...before,
    ...(watermark !== undefined && { watermark }),
    passedAt: pass.startedAt,
    ...(pass.base !== undefined && { base: pass.base }),
    ...(pass.isWide && { widePassedAt: pass.startedAt }),
  });
}

function withList(place: PollPlace, { name }: ShopList, listPlace: ListPlace): PollPlace {
  return { ...place, lists: { ...place.lists, [name]: listPlace } };
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

function later(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}
