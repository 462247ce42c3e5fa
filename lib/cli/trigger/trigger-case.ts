/** What makes an order new: no case gives the same order twice. */
export interface FreshOrder {
  /** Fifteen digits that no order had before. */
  readonly digits: string;
  readonly now: Date;
  /** The shop's name at its platform. */
  readonly shop: string;
}

/** What the receiver should answer to a case. */
export type Becomes = 'queued' | 'ignored' | 'parked';

/** A delivery that was written by hand, of made-up customers. */
export interface TriggerCase {
  readonly means: string;
  /** The topics under which the platform would send it. The first counts if none is named. */
  readonly topics: readonly [string, ...string[]];
  readonly becomes: Becomes;
  readonly body: (fresh: FreshOrder) => unknown;
}

/** The cases of a source. */
export interface TriggerCases {
  readonly cases: Readonly<Record<string, TriggerCase>>;
  /** Where a body has the id of its order: a path with dots. */
  readonly idPath: string;
  /** Returns an id as the platform writes it. */
  readonly orderId: (fresh: FreshOrder) => string | number;
}

/** More than an event holds: the order becomes two. */
export const MANY_LINES = 120;

/** Four bytes each in UTF-8, several joined to one sign, and with a colour of skin: what an encoding breaks first. */
export const EMOJI_NAME = '👨‍👩‍👧‍👦 Family tea set 🫖 가족 찻잔 🧑🏽‍🍳';
