import { randomUUID } from 'node:crypto';
import type { PollPorts } from '../../poll/poll-ports.ts';
import { createAccessTokens } from '../../shop-client/access-tokens.ts';
import { createAskShop } from '../../shop-client/ask-shop.ts';
import { createGrantedTokens } from '../../shop-client/granted-tokens.ts';
import type { Terminal } from '../command.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { terminalTelemetry } from '../terminal-telemetry.ts';

/** Returns what a poll from here takes: the stores and queues of the functions, and the same lease. */
export function openPollPorts(access: OperatorAccess, terminal: Terminal): PollPorts {
  const ask = createAskShop(access.config.SHOP_API_BASE_URL);
  const telemetry = terminalTelemetry(terminal);
  const { sleep } = terminal;
  return {
    connectionIds: async () => [...(await access.connections().list()).keys()],
    connections: access.shopConnections(),
    clients: access.apiClients(),
    tokens: createAccessTokens({
      store: access.tokens(),
      ask,
      telemetry,
      now: Date.now,
      sleep,
      newOwner: randomUUID,
    }),
    granted: createGrantedTokens({ ask, telemetry, now: Date.now }),
    ask,
    ledger: access.ledger(),
    heardFrom: access.heardFrom(),
    places: access.pollPlaces(),
    tombstones: access.tombstones(),
    queue: access.queue('events'),
    fetches: access.queue('fetches'),
    erasures: access.queue('erasures'),
    parked: access.parkedBucket(),
    telemetry,
    holdMs: HOLD_MS,
    now: Date.now,
    sleep,
    newOwner: randomUUID,
  };
}

/** As the function's own. */
const HOLD_MS = 120_000;
