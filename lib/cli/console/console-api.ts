/**
 * What the server of the console and its page say to each other. Both sides use it, so it imports nothing of either.
 *
 * | request | answer |
 * |---|---|
 * | `GET /api/about` | `About` |
 * | `POST /api/run` with a `RunRequest` | `RunAnswer`: what a command of `adapter` printed |
 * | `GET /api/live` | server-sent events, each a `LiveChange` as JSON; the first holds what is there |
 * | `GET /api/deliveries/N?reveal=1` | `DeliveryDetails` |
 * | `GET /api/requests/N?reveal=1` | `RequestDetails` |
 * | `POST /api/stand-in` with a `StandInSettings` | the settings in force |
 * | `POST /api/stand-in/check` with the `RunRequest` of `transform` | `{reasons}`: why the stand-in for Dfinery would refuse its events |
 *
 * Every POST needs the token of the page in the header `x-console-token`.
 */

/** What the page has to know before anything else. */
export interface About {
  readonly version: string;
  /** `local`: the stack of `npm start`. `stage`: a deployed one, of which nothing can be changed here. */
  readonly mode: 'local' | 'stage';
  readonly stage: string | undefined;
  /** Options that name the adapter, as one types them: `--local`, or `--stage prod`. */
  readonly accessWords: readonly string[];
  readonly sources: readonly AboutSource[];
  /** Set with `npm start`: where webhooks go. */
  readonly webhooksUrl: string | undefined;
  /** False if events go to a real Dfinery: then requests and answers cannot be shown. */
  readonly hasStandIn: boolean;
}

export interface AboutSource {
  readonly id: string;
  readonly name: string;
  readonly topics: readonly string[];
  /** Names of `adapter trigger`'s cases, with what they are. */
  readonly cases: readonly { readonly name: string; readonly means: string }[];
}

/** Asks the server to run one of its questions (`server/questions.ts`), which is a command of `adapter`. */
export interface RunRequest {
  readonly question: string;
  /** Values of the question. */
  readonly values: Readonly<Record<string, string>>;
  /** Header lines of a signature check: `Name: value`. */
  readonly headers?: readonly string[];
  /** What the command reads from standard input: a text, or the bytes of a delivery. */
  readonly stdin?: { readonly text: string } | { readonly delivery: number };
  /** A secret that was typed. It becomes `WEBHOOK_SECRET` of the command. */
  readonly secret?: string;
  /** True shows personal data. */
  readonly reveal: boolean;
}

export interface RunAnswer {
  /** To be typed in the project's folder, without `npm run -s`: `adapter parked list --local`. */
  readonly command: string;
  readonly exitCode: number;
  /** What was printed on standard output: values where it is JSON, else text. */
  readonly results: readonly unknown[];
  /** Lines of standard error. */
  readonly complaints: readonly string[];
}

/** A delivery that the receiver answered. */
export interface DeliverySummary {
  /** Counts from 1. */
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  readonly source: string;
  readonly connection: string;
  readonly topic: string | undefined;
  readonly bytes: number;
  readonly status: number;
  /** What the receiver says it did: `queued`, `ignored`, `parked`, `unauthorized` … */
  readonly outcome: string;
  /** Of a refused or ignored delivery, from the log. */
  readonly reason: string | undefined;
  readonly orderId: string | undefined;
  /** From the first byte to the answer. */
  readonly answeredInMs: number;
  /** Numbers of the requests by which its events went to Dfinery, the last attempt last. */
  readonly requests: readonly number[];
  /** True once the stand-in accepted all of its events. */
  readonly isSent: boolean;
}

export interface DeliveryDetails extends DeliverySummary {
  /** Without reveal their values are masked, but for those that say what and from where. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, masked without reveal; `undefined` if the bytes are too old to be kept. */
  readonly body: string | undefined;
  readonly answer: string;
  /** Lines that the functions logged about it. */
  readonly log: readonly string[];
}

/** A request that reached the stand-in for Dfinery. */
export interface RequestSummary {
  /** Counts from 1, refused ones included. */
  readonly number: number;
  readonly at: string;
  readonly call: string;
  readonly serviceId: string;
  readonly events: number;
  readonly items: number;
  /** Of its events, as far as they name one. */
  readonly orderIds: readonly string[];
  /** `accepted`, `refused`, or the fault that was played in place of an answer. */
  readonly outcome: string;
  /** The detailed code: 20000, 40001 … `undefined` if no answer had one. */
  readonly code: string | undefined;
  /** Paths and what was expected there, never a value. */
  readonly reasons: readonly string[];
  readonly answeredInMs: number;
}

export interface RequestDetails extends RequestSummary {
  /** As it came, without the access token; identities are masked without reveal. */
  readonly body: unknown;
}

/** What changed since the last change. */
export interface LiveChange {
  readonly deliveries: readonly DeliverySummary[];
  readonly requests: readonly RequestSummary[];
  readonly standIn: StandInSettings | undefined;
}

/** How the stand-in for Dfinery behaves until it is changed. */
export interface StandInSettings {
  readonly fault: Fault;
  /** Names of events and properties that are not registered in its console. */
  readonly unregistered: readonly string[];
}

export const faults = ['none', 'refuse', 'quota', 'error', 'timeout', 'reset', 'not-json'] as const;
export type Fault = (typeof faults)[number];
