/** What one shop knows somebody by. Two shops may use the same ids for different people. */
export interface ShopName {
  readonly source: string;
  readonly shop: string;
}

/** What is remembered of an erasure, each under a keyed hash: identifiers as Dfinery gets them, and ids of orders. */
export type MarkType = 'external_id' | 'email' | 'phone_no' | 'kakao_user_id' | 'line_user_id' | 'order';

/** One identifier of somebody who was erased, or who may have been. */
export interface Mark {
  readonly type: MarkType;
  readonly value: string;
}

/** Something that tells of somebody: an event, or an order to be fetched. Times in milliseconds since 1970. */
export interface Subject extends ShopName {
  /** As Dfinery gets it; absent if nobody is known yet. */
  readonly identity?: Readonly<Partial<Record<Exclude<MarkType, 'order'>, string | undefined>>> | undefined;
  readonly orderId?: string | undefined;
  /** When the order was placed, if that is known. */
  readonly placedAt?: number | undefined;
  /** When what it tells of happened; 0 if that is not known. */
  readonly happenedAt: number;
  readonly receivedAt: number;
}

const IDENTIFIERS = ['external_id', 'email', 'phone_no', 'kakao_user_id', 'line_user_id'] as const;

/** Returns the identifiers of a subject, in a fixed order. */
export function marksOf({ identity, orderId }: Pick<Subject, 'identity' | 'orderId'>): Mark[] {
  const persons = IDENTIFIERS.flatMap((type): Mark[] => {
    const value = identity?.[type];
    return value === undefined ? [] : [{ type, value }];
  });
  return orderId === undefined ? persons : [...persons, { type: 'order', value: orderId }];
}

/** Knows who was erased. */
export interface Tombstones {
  /**
   * Returns the subjects that are to be dropped.
   * @throws {UnavailableError} `erasures-unavailable`: the tombstones cannot be read. Then nothing may be sent.
   */
  erased<Some extends Subject>(subjects: readonly Some[]): Promise<ReadonlySet<Some>>;
}
