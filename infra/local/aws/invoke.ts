/**
 * The outcome of one invocation of a function. `body` is the function's
 * answer as JSON text: `null` if the handler returned nothing.
 */
export type InvokeOutcome =
  | { readonly kind: 'response'; readonly body: string }
  /** The function threw, or its process ended. */
  | { readonly kind: 'error' }
  | { readonly kind: 'timeout' };

/** Invokes a function with an event and waits for it. Never rejects. */
export type Invoke<Event> = (event: Event) => Promise<InvokeOutcome>;
