import type { DfineryConnection } from '../connection.ts';
import type { StoredShop } from '../connections/stored-connections.ts';
import type { ApiClient } from '../sources/shop-api.ts';
import type { askDfinery } from './ask-dfinery.ts';
import type { OperatorAccess } from './operator-access.ts';

export interface CheckResult {
  /** `note`: nothing was found wrong, because nothing can be looked at from here. */
  readonly state: 'ok' | 'note' | 'warn' | 'fail';
  readonly found: string;
  /** What to do, where something is to be done. */
  readonly advice?: string | undefined;
}

/** What is checked. */
export interface Patient {
  readonly access: OperatorAccess;
  readonly askDfinery: typeof askDfinery;
}

/** A connection that has both of its halves. */
export interface ConnectionUnderCheck {
  readonly id: string;
  readonly shop: StoredShop;
  readonly dfinery: DfineryConnection;
  readonly api: ApiClient | undefined;
}

/** How long a check may take. */
export const TIMEOUT_MS = 10_000;

/** A person waits, and wants to know at once. */
export const patience = { maxAttempts: 1 } as const;

/** Returns the origin of the webhook addresses. Throws where nobody says it. */
export function addressOf({ config }: OperatorAccess): string {
  if (config.ADAPTER_URL !== undefined) return config.ADAPTER_URL;
  throw new Error('Nobody says where the adapter listens: set ADAPTER_URL, or use --stage or --local');
}

/** Throws what made `fetch` fail: `fetch failed` says little, its cause names the address. */
export function unreachable(error: unknown): never {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  throw cause instanceof Error ? cause : new Error(String(cause));
}
