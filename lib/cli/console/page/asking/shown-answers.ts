/**
 * What commands print as JSON, as far as the page shows it. The commands' own types would bring Node's with them, so these
 * repeat them; `../shown-answers.test.ts` holds one against the other.
 */

/** What each question of `server/questions.ts` is answered with, a result a line. */
export interface Answers {
  readonly status: StatusAnswer;
  readonly connections: ListedConnection;
  readonly doctor: DoctorLine;
  readonly trace: TraceAnswer;
  readonly logs: LogLineAnswer;
  readonly parked: ParkedLine;
  readonly 'parked-show': ParkedDetails;
  readonly 'parked-replay': unknown;
  readonly letters: LetterGroupLine;
  readonly 'letters-each': LetterLine;
  readonly 'letters-show': unknown;
  readonly 'letters-redrive': unknown;
  readonly reconcile: ReconciledOrder | ReconciledLists;
  readonly transform: TransformAnswer;
  readonly explain: ExplainAnswer | TransformAnswer;
  readonly signature: SignatureAnswer;
  readonly case: CaseAnswer;
  readonly trigger: unknown;
  readonly send: unknown;
}

export type QuestionName = keyof Answers;

export interface StatusAnswer {
  readonly at: string;
  readonly hour: StatusSpan;
  readonly day: StatusSpan;
  readonly age?: StatusAge | undefined;
  readonly slowestHour?: StatusAge | undefined;
  readonly oldestEventMs?: number | undefined;
  readonly waiting: Readonly<Record<string, { readonly visible: number; readonly inFlight: number }>>;
  readonly pauses: readonly StatusPause[];
  readonly connections: readonly StatusConnection[];
  readonly forPerson: { readonly parked: number; readonly deadLetters: Readonly<Record<string, number>> };
  readonly findings: readonly StatusFinding[];
}

/** `since`, and the accounts by name: counts by name, and `reasons` by the name of a count. */
export type StatusSpan = { readonly since: string } & Readonly<Record<string, unknown>>;

export interface StatusAge {
  readonly p50: number;
  readonly p99: number;
}

export interface StatusPause {
  readonly connection?: string;
  readonly serviceId: string;
  readonly call?: string;
  readonly reason: string;
  readonly until: string;
  readonly nextProbe: string;
}

export interface StatusConnection {
  readonly id: string;
  readonly serviceId: string;
  readonly acceptedAt?: string;
  readonly refusedAt?: string;
  readonly heardAt?: string;
  readonly code?: string;
}

export interface StatusFinding {
  readonly needsPerson: boolean;
  readonly says: string;
  readonly type: string;
  readonly page: string;
}

/** One whose shop's part is missing has no source. */
export interface ListedConnection {
  readonly id: string;
  readonly source?: string;
}

export interface DoctorLine {
  readonly connection?: string;
  readonly check: string;
  readonly state: 'ok' | 'note' | 'warn' | 'fail';
  readonly found: string;
  readonly advice?: string;
}

export interface Issue {
  readonly path: string;
  readonly message: string;
}

export interface TransformAnswer {
  readonly outcome: 'events' | 'customers' | 'references' | 'privacy' | 'ignored' | 'invalid';
  readonly stage?: string;
  readonly reason?: string;
  readonly issues?: readonly Issue[];
  readonly events?: readonly TransformedEvent[];
}

export interface TransformedEvent {
  readonly identity: unknown;
  readonly event: { readonly event_name?: string };
}

export interface ShownTerm {
  readonly term: string;
  readonly amount: string;
  readonly from: string;
}

/** `transform --explain --json` of an order. What is no order is answered as without `--explain`. */
export interface ExplainAnswer {
  readonly outcome: 'explained';
  readonly stage: string;
  readonly currency: string;
  readonly figures: readonly ShownTerm[];
  readonly sum: string;
  readonly total: string;
  readonly addsUp: boolean;
  /** What there is to say of the sum beside the total. */
  readonly remark: string | null;
  readonly told: { readonly amount: string; readonly stage: string } | null;
  readonly due: readonly ShownTerm[];
  readonly paidBack: readonly { readonly refundId: string; readonly amount: string; readonly at: string }[];
  readonly oddFigures: readonly string[];
  readonly next: readonly ShownStep[];
}

export interface ShownStep {
  readonly event: string | null;
  readonly amount: string | null;
  readonly because: string;
}

export interface TraceAnswer {
  readonly place: { readonly name: string; readonly line: string; readonly next: readonly string[] };
  readonly account?: ShownAccount;
  readonly log?: readonly Readonly<Record<string, string | number>>[];
}

export interface ShownAccount {
  readonly told: string;
  readonly left: string;
  readonly due: string;
  readonly untold: string;
  readonly untoldMeans: string;
  readonly backs: readonly { readonly refundId: string; readonly amount: string; readonly state: string }[];
}

export interface ParkedLine {
  readonly key: string;
  readonly source?: string;
  readonly connection?: string;
  readonly receivedAt?: string;
  readonly issues?: readonly Issue[];
  readonly unreadable?: string;
}

export interface ParkedDetails extends ParkedLine {
  readonly topic?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface LetterGroupLine {
  readonly cause: string;
  readonly code?: string;
  readonly count: number;
  readonly words: readonly string[];
  readonly connections: readonly string[];
  readonly kinds: Readonly<Record<string, number>>;
  readonly oldest?: string;
  readonly newest?: string;
}

export interface LetterLine {
  readonly id: string;
  readonly cause: string;
  readonly code?: string;
  readonly kind?: string;
  readonly connection?: string;
  readonly orderId?: string;
  readonly diedAt?: string;
}

export interface ReconciledOrder {
  readonly orderId: string;
  readonly shop?: OrderSums;
  readonly ledger?: OrderSums;
  readonly dfinery?: OrderSums;
  readonly findings: readonly {
    readonly kind: string;
    readonly about: string;
    readonly amount?: string;
    readonly detail?: string;
    readonly weight: 'differs' | 'unproven' | 'by-design';
    readonly words: string;
  }[];
  readonly actions: readonly ReconcileAction[];
}

export type ReconcileAction =
  | { readonly kind: 'queue'; readonly messages: number }
  | { readonly kind: 'cannot'; readonly because: string };

export interface OrderSums {
  readonly purchases: string;
  readonly refunds: string;
}

/** The last line of `reconcile --json`. A list that was not asked is `null`. */
export interface ReconciledLists {
  readonly lists: Readonly<Record<'shop' | 'ledger' | 'dfinery', ReconciledList | null>>;
  readonly ignored: Readonly<Record<string, number>>;
}

export interface ReconciledList {
  readonly orders: number;
  readonly purchases: Readonly<Record<string, string>>;
  readonly refunds: Readonly<Record<string, string>>;
}

export interface SignatureAnswer {
  readonly valid: boolean;
  readonly reason: string | null;
  readonly header: string;
  readonly expected: string | null;
  readonly given: string | null;
  readonly firstDifference: { readonly at: number } | null;
  readonly bytes: number;
  readonly causes: readonly { readonly name: string; readonly says: string }[];
}

export interface CaseAnswer {
  readonly topic: string;
  readonly body: unknown;
}

export interface LogLineAnswer {
  readonly at: string;
  readonly from: string;
  readonly level: string;
  readonly message: string;
  readonly [name: string]: unknown;
}
