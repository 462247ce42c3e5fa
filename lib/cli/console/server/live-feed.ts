import type { DeliverySummary, LiveChange, RequestSummary, StandInSettings } from '../console-api.ts';

/** What happens in the stack of `npm start`, as the console shows it. Everything is kept in memory, and only the last of it. */
export interface LiveFeed {
  /** The last deliveries, the newest first. */
  deliveries(): readonly DeliverySummary[];
  delivery(number: number): KeptDelivery | undefined;
  /** The last requests to the stand-in for Dfinery, the newest first. */
  requests(): readonly RequestSummary[];
  request(number: number): KeptRequest | undefined;
  /** `undefined` if events go to a real Dfinery. */
  standIn(): StandInSettings | undefined;
  setStandIn(settings: StandInSettings): void;
  /** Returns why the stand-in would refuse a request of a connection with these events, as `adapter transform` prints them. */
  check(connection: string, events: unknown): Promise<readonly string[]>;
  /** Calls back with what changed, at most a few times a second. Returns how to end it. */
  subscribe(listener: (change: LiveChange) => void): () => void;
}

export interface KeptDelivery {
  readonly summary: DeliverySummary;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` once newer deliveries needed the memory. */
  readonly rawBody: Buffer | undefined;
  readonly answer: string;
  readonly log: readonly string[];
}

export interface KeptRequest {
  readonly summary: RequestSummary;
  /** Parsed; as text if it is not JSON. Without the access token. */
  readonly body: unknown;
}
