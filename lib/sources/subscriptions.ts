/** A webhook as the shop keeps it. */
export interface Subscription {
  readonly id: string;
  /** As the shop's API writes it: `ORDERS_PAID`. */
  readonly topic: string;
  readonly uri: string;
  /** Set if the shop keeps it but no longer sends it. */
  readonly isOff?: true;
}

/** A request to the API that keeps webhooks, without its origin and credentials. */
export interface SubscriptionRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/${string}`;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What an answer says, or the shop's own reasons to do nothing; none if it is no such answer. */
export type SubscriptionAnswer<Found> =
  | { readonly kind: 'done'; readonly found: Found }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

export interface SubscriptionPage {
  readonly subscriptions: readonly Subscription[];
  /** Where the list goes on; absent at its end. */
  readonly next?: string | undefined;
}

/** How a shop's API subscribes topics to an address. Only describes requests and reads answers, so everything is pure. */
export interface Subscriptions {
  /** Returns how the API writes a topic, or `undefined` if it is subscribed in another way. */
  readonly topicInApi: (name: string, topic: { readonly about: string }) => string | undefined;
  /** All webhooks that the client made, a page at a time. `shop` is the connection's. */
  readonly listRequest: (after: string | undefined, shop: string) => SubscriptionRequest;
  readonly readList: (body: unknown) => SubscriptionAnswer<SubscriptionPage>;
  readonly createRequest: (topic: string, uri: string, shop: string) => SubscriptionRequest;
  readonly readCreated: (body: unknown) => SubscriptionAnswer<Subscription>;
  /** Lets one that is off be sent again; answered as the creation of one. Left out if none is ever off. */
  readonly reviveRequest?: (subscription: Subscription, shop: string) => SubscriptionRequest;
  readonly removeRequest: (id: string, shop: string) => SubscriptionRequest;
  readonly readRemoved: (body: unknown) => SubscriptionAnswer<void>;
  /** What an operator can do about an HTTP status that refuses. */
  readonly adviceByStatus: Readonly<Record<number, string>>;
  /** A token for this alone, which is not stored. Left out if the connection's own key subscribes (`api`). */
  readonly token?: SubscriptionToken;
}

/** A token that an operator gives with the command. */
export interface SubscriptionToken {
  /** The variable of the environment that has it; typed if it is not set. */
  readonly variable: string;
  readonly question: string;
  /** A variable with another origin than the shop's own, for trials. */
  readonly originVariable: string;
  readonly headers: (token: string) => Readonly<Record<string, string>>;
}
