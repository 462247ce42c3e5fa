/** One fault in an input: where it is and what was expected there. Never holds the value itself. */
export interface Issue {
  /** Dotted path from the root of the input, such as `line_items.0.price`; empty for the input as a whole. */
  readonly path: string;
  readonly message: string;
}

/**
 * Base of every error this adapter throws. `code` says what happened, for people and metrics; `retryable` says
 * whether the same call may succeed later with nothing changed.
 */
export class AdapterError extends Error {
  readonly code: string;
  readonly retryable: boolean;

  constructor(message: string, options: { code: string; retryable: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.retryable = options.retryable;
  }
}

/** A list of many thousand entries may be wrong in each. All of that nobody reads, and no log takes it. */
const MAX_ISSUES = 100;

/** Thrown if a verified delivery cannot be read as an order. The delivery is parked with these issues, the first 100 of them. */
export class PayloadError extends AdapterError {
  readonly issues: readonly Issue[];

  constructor(found: readonly Issue[], cause?: unknown) {
    const issues = firstOf(found);
    const paths = issues.map((issue) => issue.path || '(body)').join(', ');
    super(`The delivery cannot be read: ${paths}`, { code: 'payload-invalid', retryable: false, cause });
    this.issues = issues;
  }
}

function firstOf(found: readonly Issue[]): readonly Issue[] {
  if (found.length <= MAX_ISSUES) return found;
  const more = found.length - MAX_ISSUES;
  return [...found.slice(0, MAX_ISSUES), { path: '', message: `has ${more} more faults` }];
}

/** Thrown if a queue message was not written by this version of the adapter. */
export class MessageError extends AdapterError {
  constructor(message: string, options: { code: 'message-invalid' | 'message-newer'; cause?: unknown }) {
    super(message, { ...options, retryable: options.code === 'message-newer' });
  }
}

/** Thrown if the environment, a connection or a command's input cannot be used as it is. Names what to fix. */
export class ConfigError extends AdapterError {
  readonly issues: readonly Issue[];

  constructor(message: string, issues: readonly Issue[] = [], cause?: unknown) {
    const detail = issues.map((issue) => `${issue.path || '(root)'}: ${issue.message}`).join('; ');
    super(detail ? `${message}: ${detail}` : message, { code: 'config-invalid', retryable: false, cause });
    this.issues = issues;
  }
}

/** Thrown if SQS, S3, SSM or DynamoDB failed within its time budget. The shop is asked to deliver again. */
export class UnavailableError extends AdapterError {
  constructor(message: string, options: { code: UnavailableCode; cause?: unknown }) {
    super(message, { ...options, retryable: true });
  }
}

export type UnavailableCode =
  | 'queue-unavailable'
  | 'parking-unavailable'
  | 'connections-unavailable'
  | 'ledger-unavailable'
  | 'tokens-unavailable'
  | 'erasures-unavailable'
  | 'shop-unavailable';

/** Thrown if Dfinery's Export API did not say what arrived, or not wholly. */
export class ExportError extends AdapterError {
  constructor(message: string, { code }: { readonly code: ExportCode }) {
    super(message, { code, retryable: RETRYABLE_EXPORTS.has(code) });
  }
}

export type ExportCode =
  | 'export-unauthorized'
  | 'export-throttled'
  | 'export-too-old'
  | 'export-incomplete'
  | 'export-unreadable'
  | 'export-unavailable';

const RETRYABLE_EXPORTS: ReadonlySet<ExportCode> = new Set([
  'export-throttled',
  'export-incomplete',
  'export-unavailable',
]);

/** Returns anything thrown during reading as an error to park with. A fault of our own becomes its cause. */
export function asPayloadError(thrown: unknown): PayloadError {
  if (thrown instanceof PayloadError) return thrown;
  return new PayloadError([{ path: '', message: 'the adapter failed to read it' }], thrown);
}
