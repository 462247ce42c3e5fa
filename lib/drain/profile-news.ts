import { createHmac } from 'node:crypto';
import type { Identity, PropertyValue } from '../dfinery/event.ts';
import type { ProfileMessage } from '../queue/message.ts';
import type { SentFact, SentFacts } from '../stores/ledger/profile-ledger.ts';

/** The part of a message that Dfinery does not know yet. */
export interface ProfileNews {
  /** The identity without identifiers that were replaced since. */
  readonly identity: Identity;
  readonly isIdentityNew: boolean;
  readonly properties: Readonly<Record<string, PropertyValue>>;
  /** By call: what the ledger has to remember once the call was accepted. */
  readonly facts: { readonly identities: SentFacts; readonly 'user-profile': SentFacts };
  /** Facts that Dfinery has, and that this message confirms for a later time. */
  readonly confirmed: SentFacts;
  /** True if a newer fact has replaced part of the message. */
  readonly isOutdated: boolean;
}

/**
 * Compares a message with what was sent about its customer, fact by fact, because a webhook may have only
 * a few of them. A fact older than the one that was sent is left out. If both have the
 * same time, the one compared last counts. A fingerprint is keyed with the connection's
 * access token and the customer, so that the table reveals neither a fact nor that two customers share one.
 */
export function profileNews(message: ProfileMessage, sent: SentFacts, key: string): ProfileNews {
  const facts = {
    identities: {} as Record<string, SentFact>,
    'user-profile': {} as Record<string, SentFact>,
  };
  const confirmed: Record<string, SentFact> = {};
  const outdated = new Set<string>();

  function look(call: keyof typeof facts, name: string, value: unknown): void {
    const fact = `${call === 'identities' ? 'identity.' : ''}${name}`;
    const at = Date.parse((call === 'user-profile' && message.changedAt[name]) || message.updatedAt);
    const print = fingerprint([message.subjectKey, fact, value], key);
    const known = sent[fact];
    if (known !== undefined && at < known.at) {
      if (known.print !== print) outdated.add(fact);
    } else if (known?.print !== print) {
      facts[call][fact] = { at, print };
    } else if (at > known.at) {
      confirmed[fact] = { at, print };
    }
  }

  for (const [name, value] of Object.entries(message.identity)) look('identities', name, value);
  for (const [name, value] of Object.entries(message.properties)) look('user-profile', name, value);
  const current = withoutOutdated(message.identity, outdated);
  return {
    identity: current,
    isIdentityNew: Object.keys(facts.identities).length > 0,
    properties: Object.fromEntries(
      Object.entries(message.properties).filter(([name]) => facts['user-profile'][name] !== undefined),
    ),
    facts,
    confirmed,
    isOutdated: outdated.size > 0,
  };
}

/** Keeps replaced ids if there are no others: a request has to name its customer. */
function withoutOutdated(identity: Identity, outdated: ReadonlySet<string>): Identity {
  const kept = Object.entries(identity).filter(([name]) => !outdated.has(`identity.${name}`));
  return kept.length === 0 ? identity : Object.fromEntries(kept);
}

/** 128 bits of HMAC-SHA256. */
function fingerprint(value: unknown, key: string): string {
  return createHmac('sha256', key).update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}
