import type { AnyMessage } from '../queue/message.ts';
import type { LogFields, Telemetry } from '../runtime/telemetry.ts';
import type { EventFate, EventHeld, Fates } from './event-fate.ts';

export interface Carrier {
  readonly message: AnyMessage;
}

/** How often something was tried before, and what its last try failed of, as far as the ledger tells. */
export interface TriedBefore {
  /** 0 if it was never tried. `undefined` if the ledger could not be read. */
  readonly tries?: number | undefined;
  readonly failedOf?: string | undefined;
  /** A try in this invocation got no readable answer, so Dfinery may have it, whether the ledger heard of that or not. */
  readonly mayHaveArrived?: boolean;
}

/** Returns the same as a fate tells it, after the try that led to it. */
export function triedBefore(fate: EventFate | undefined): TriedBefore {
  if (fate?.kind !== 'waits') return {};
  const { tries, because } = fate;
  return { tries, failedOf: because, mayHaveArrived: because === 'unavailable' };
}

/** Tells whether something was surely never tried. */
export function isUntried({ tries }: TriedBefore): boolean {
  return tries === 0;
}

/** The contents that go on to the next step, and the fates of the others. */
export interface Sifted<Content> {
  readonly remaining: readonly Content[];
  readonly fates: Fates;
}

/** Returns one fate for several messages. */
export function sameFate(carriers: readonly Carrier[], fate: EventFate): Fates {
  return new Map(carriers.map(({ message }) => [message, fate]));
}

/** Returns the fates of messages that are held. Each remembers what its own last try failed of. */
export function heldFates(carriers: readonly (Carrier & TriedBefore)[], held: EventHeld): Fates {
  return new Map(carriers.map(({ message, failedOf }) => [message, { ...held, failedOf }]));
}

/** Returns the fates of several steps as one. If a message was tried twice, the later fate stands. */
export function mergeFates(some: readonly Fates[]): Fates {
  return new Map(some.flatMap((fates) => [...fates]));
}

/** Divides the contents of a step. `fateOf` returns the fate of those that end here, and `undefined` for the others. */
export function sift<Content extends Carrier>(
  contents: readonly Content[],
  fateOf: (content: Content, index: number) => EventFate | undefined,
): Sifted<Content> {
  const fates = new Map<AnyMessage, EventFate>();
  const remaining = contents.filter((content, index) => {
    const fate = fateOf(content, index);
    if (fate !== undefined) fates.set(content.message, fate);
    return fate === undefined;
  });
  return { remaining, fates };
}

/** Does one unit of work. A bug of ours affects only this unit: its messages get no fate, and stay queued. */
export async function contain(
  telemetry: Telemetry,
  { text, fields }: { readonly text: string; readonly fields: LogFields },
  work: () => Promise<Fates>,
): Promise<Fates> {
  try {
    return await work();
  } catch (cause) {
    telemetry.error(text, fields, cause);
    return new Map();
  }
}
