import type { Terminal } from '../command.ts';

const EVERY_MS = 10_000;

/** Says on standard error how far a comparison is: one line every 10 s. */
export interface ReconcileReporter {
  readonly page: () => void;
  readonly compared: (orders: number) => void;
}

/** Returns a reporter. `now` are milliseconds of any clock. */
export function createReconcileReporter({
  complain,
  now,
}: Pick<Terminal, 'complain'> & { readonly now: () => number }): ReconcileReporter {
  let pages = 0;
  let orders = 0;
  let last = now();

  function say(): void {
    if (now() - last < EVERY_MS) return;
    last = now();
    complain(`${pages} pages of the shop’s list read, ${orders} orders compared`);
  }

  return {
    page: () => {
      pages += 1;
      say();
    },
    compared: (count) => {
      orders = count;
      say();
    },
  };
}
