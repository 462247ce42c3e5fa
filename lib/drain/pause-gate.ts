import type { AnswerWait } from '../dfinery/fate-of-answer.ts';
import { withJitter } from '../queue/worker/back-off.ts';
import { connectionLane, type ServicePause } from '../stores/ledger/service-pauses.ts';
import type { DrainPorts } from './drain-ports.ts';
import { type EventHeld, policies } from './event-fate.ts';
import { type Carrier, heldFates, isUntried, type Sifted, sift, type TriedBefore } from './fates.ts';

/** Where the pauses of a run are kept: one that its service's connections share, and one of its own connection. */
export interface Lanes {
  readonly service: string;
  readonly connection: string;
}

/** What the pauses of a run let pass. */
export interface Gate {
  readonly kind: 'open';
  readonly lanes: Lanes;
  /** In force, or over but not yet ended by an answer. */
  readonly pauses: Readonly<Record<keyof Lanes, ServicePause | undefined>>;
  /** The pauses that are in force, but let a probe pass now. */
  readonly probes: readonly (keyof Lanes)[];
  /** Set while the connection is refused: only what was never tried may pass, and the rest is held. */
  readonly onlyUntried: EventHeld | undefined;
}

/** What a run tells about the pauses of its gate. */
export interface Passed {
  readonly gate: Gate;
  readonly accepted: number;
  readonly refusedAlone: number;
  /** The failure that stopped it. */
  readonly stop: AnswerWait | undefined;
}

/** Returns the lanes of a connection's events, or of one call about its customers: each call has its own quota. */
export function lanesOf(
  at: { readonly connection: string; readonly serviceId: string },
  call?: 'identities' | 'user-profile',
): Lanes {
  const suffix = call === undefined ? '' : `#${call}`;
  return { service: `${at.serviceId}${suffix}`, connection: `${connectionLane(at)}${suffix}` };
}

/** Reads what may pass. Takes no probe yet. @throws {UnavailableError} the ledger is unavailable. */
export async function readGate(ports: DrainPorts, lanes: Lanes): Promise<Gate | EventHeld> {
  const read = await ports.pauses.read([lanes.service, lanes.connection]);
  const pauses = { service: read.get(lanes.service), connection: read.get(lanes.connection) };
  const now = ports.now();
  const inForce = (['service', 'connection'] as const).filter((lane) => (pauses[lane]?.until ?? 0) > now);
  const probes = inForce.filter((lane) => isProbeDue(pauses[lane], now));
  const open: Gate = { kind: 'open', lanes, pauses, probes, onlyUntried: undefined };
  const shut = inForce.filter((lane) => !probes.includes(lane));
  return shut.reduce<Gate | EventHeld>((gate, lane) => behind(gate, pauses[lane]), open);
}

/** An open gate lets everything pass. While the ledger is unavailable nobody knows more. */
export function openGate(lanes: Lanes): Gate {
  const pauses = { service: undefined, connection: undefined };
  return { kind: 'open', lanes, pauses, probes: [], onlyUntried: undefined };
}

function isProbeDue(pause: ServicePause | undefined, now: number): boolean {
  return pause !== undefined && now - pause.probedAt >= policies[pause.reason].probeEveryMs;
}

/** Returns what of a gate is left behind a pause in force. */
function behind(gate: Gate | EventHeld, pause: ServicePause | undefined): Gate | EventHeld {
  if (gate.kind === 'held' || pause === undefined) return gate;
  const { reason, until } = pause;
  // A quota says when it starts anew. When a service answers again is found out by probes.
  const held: EventHeld = {
    kind: 'held',
    because: reason,
    code: 'paused',
    until,
    isGuess: reason === 'unavailable',
  };
  return pause.reason === 'refused' && pause === gate.pauses.connection
    ? { ...gate, onlyUntried: held }
    : held;
}

/**
 * Divides what a run would send into what may pass and what is held, and takes the probes that are due if anything may
 * pass. If another instance was first, or the ledger is unavailable, the pause holds. While the connection is refused,
 * what was never tried passes. Never throws.
 */
export async function admit<Content extends Carrier & TriedBefore>(
  ports: DrainPorts,
  gate: Gate,
  contents: readonly Content[],
): Promise<Sifted<Content> & { readonly gate: Gate }> {
  const isUseful = contents.some((content) => gate.onlyUntried === undefined || isUntried(content));
  const passed = isUseful ? await takeProbes(ports, gate) : gate;
  if (passed.kind === 'held') return { gate, remaining: [], fates: heldFates(contents, passed) };
  const sifted = sift(contents, (content) =>
    passed.onlyUntried === undefined || isUntried(content)
      ? undefined
      : { ...passed.onlyUntried, failedOf: content.failedOf },
  );
  return { gate: passed, ...sifted };
}

async function takeProbes(ports: DrainPorts, gate: Gate): Promise<Gate | EventHeld> {
  let passed: Gate | EventHeld = gate;
  for (const lane of gate.probes) {
    const pause = gate.pauses[lane];
    if (passed.kind === 'held' || pause === undefined) break;
    if (!(await takeProbe(ports, gate.lanes[lane], pause))) passed = behind(passed, pause);
  }
  return passed;
}

async function takeProbe(
  { pauses, telemetry, now }: DrainPorts,
  lane: string,
  pause: ServicePause,
): Promise<boolean> {
  try {
    return await pauses.takeProbe(lane, pause, now());
  } catch (cause) {
    telemetry.error('A probe could not be taken', { lane }, cause);
    return false;
  }
}

/**
 * Begins or renews a pause if the run was stopped, and ends those that an answer has refuted. Returns when the pause
 * is over, in milliseconds since 1970. A pause lasts until the quota resets, or doubles from the base of the back-off to
 * its maximum; it starts anew after a run that had something accepted. Never throws.
 */
export async function closeBehind(ports: DrainPorts, run: Passed): Promise<number | undefined> {
  try {
    return await close(ports, run);
  } catch (cause) {
    ports.telemetry.error('A pause could not be written', { ...run.gate.lanes }, cause);
    return undefined;
  }
}

async function close(ports: DrainPorts, run: Passed): Promise<number | undefined> {
  const { accepted, stop } = run;
  const { lanes, pauses, onlyUntried } = run.gate;
  const stopped = stop && policies[stop.because].pauses;
  // A refusal shows that the service answers, though not that the connection's messages are good.
  const isRefuted = { service: accepted > 0 || run.refusedAlone > 0, connection: accepted > 0 };
  for (const lane of ['service', 'connection'] as const) {
    const isOver = isRefuted[lane] && lane !== stopped && pauses[lane] !== undefined;
    if (isOver) await ports.pauses.end(lanes[lane]);
  }
  if (stop === undefined || stopped === undefined) return undefined;
  // Refusals of what was never tried leave the pause as it is, or they would renew it for ever.
  if (stop.because === 'refused' && onlyUntried !== undefined) return onlyUntried.until;

  const now = ports.now();
  const before = accepted > 0 ? undefined : pauses[stopped];
  const failures = (before?.failures ?? 0) + 1;
  const { baseSeconds, maxSeconds } = ports.backOff;
  const first = Math.min(baseSeconds, policies[stop.because].firstPauseSeconds ?? baseSeconds);
  const seconds = Math.min(
    maxSeconds,
    withJitter(Math.min(maxSeconds, first * 2 ** (failures - 1)), ports.random()),
  );
  const until = stop.retryAt ?? now + seconds * 1000;
  const since = before === undefined ? now : before.since;
  const pause = { until, reason: stop.because, failures, probedAt: now, since };
  await ports.pauses.pause(lanes[stopped], pause);
  ports.telemetry.count('ServicePaused', 1, stop.because);
  ports.telemetry.warn('Paused', {
    lane: lanes[stopped],
    reason: stop.because,
    seconds: Math.ceil((until - now) / 1000),
  });
  return until;
}
