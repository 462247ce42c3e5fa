/** The shop in which a customer's ids are valid. Two shops may use the same ids for different people. */
export interface ShopName {
  readonly source: string;
  readonly shop: string;
}

/** The kinds of identifiers stored for an erasure, each as a keyed hash: identifiers in Dfinery's form, and order ids. */
export type MarkType = 'external_id' | 'email' | 'phone_no' | 'kakao_user_id' | 'line_user_id' | 'order';

/** One identifier of an erased customer, or of a customer who may be erased. */
export interface Mark {
  readonly type: MarkType;
  readonly value: string;
}

/** Something about a customer: an event, or an order to be fetched. Times in milliseconds since 1970. */
export interface Subject extends ShopName {
  /** In Dfinery's form; absent if the customer is not known yet. */
  readonly identity?: Readonly<Partial<Record<Exclude<MarkType, 'order'>, string | undefined>>> | undefined;
  readonly orderId?: string | undefined;
  /** When the order was placed, if that is known. */
  readonly placedAt?: number | undefined;
  /** When the event happened; 0 if that is not known. */
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

/** The list of erased customers. */
export interface Tombstones {
  /**
   * Returns the subjects that must be dropped.
   * @throws {UnavailableError} `erasures-unavailable`: the tombstones cannot be read. Then nothing may be sent.
   */
  erased<Some extends Subject>(subjects: readonly Some[]): Promise<ReadonlySet<Some>>;
}
