/**
 * What became of one invocation of a function. `body` is what the function answered, as JSON text: a handler that
 * returned nothing answered `null`.
 */
export type InvokeOutcome =
  | { readonly kind: 'response'; readonly body: string }
  /** The function threw, or its process ended. */
  | { readonly kind: 'error' }
  | { readonly kind: 'timeout' };

/** Invokes a function with an event and waits for it. Never rejects. */
export type Invoke<Event> = (event: Event) => Promise<InvokeOutcome>;
