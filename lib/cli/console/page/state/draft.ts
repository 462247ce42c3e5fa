import { signal } from '@preact/signals';

/** A body to be edited in the pane that sends. */
export interface Draft {
  readonly source: string;
  readonly topic: string;
  readonly connection: string;
  readonly body: string;
  /** The built-in case that the body is; empty once it was changed. */
  readonly caseName: string;
  /** Whether it gets an id that no order had. An order that was sent before would be a duplicate without. */
  readonly isNewOrder: boolean;
}

/** Handed over from another pane; kept, so that a look at another pane loses nothing. */
export const draft = signal<Draft | undefined>(undefined);

/** The delivery whose bytes the signature pane is to check. */
export const signatureDelivery = signal<number | undefined>(undefined);
