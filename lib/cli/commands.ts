import { backfill } from './backfill/backfill.ts';
import { createCompletion } from './completion.ts';
import { connection } from './connection/connection-command.ts';
import { webhooks } from './connection/webhooks.ts';
import { createConsole } from './console/console.ts';
import { deadLetters } from './dead-letters/dead-letters.ts';
import { doctor } from './doctor/doctor.ts';
import { erasures } from './erasures/erasures.ts';
import type { Commands } from './help-text.ts';
import { logs } from './logs/logs.ts';
import { names } from './names.ts';
import { parked } from './parked.ts';
import { poll } from './poll/poll.ts';
import { reconcile } from './reconcile/reconcile.ts';
import { send } from './send.ts';
import { signature } from './signature/signature.ts';
import { status } from './status/status.ts';
import { takeOver } from './take-over/take-over.ts';
import { trace } from './trace/trace.ts';
import { transform } from './transform.ts';
import { trigger } from './trigger/trigger.ts';

/** Every command of `adapter`, in the order of the general help. */
export const commands: Commands = {
  transform: {
    group: 'try',
    does: "maps a webhook's body and prints the events; sends nothing",
    command: transform,
  },
  send: { group: 'try', does: 'signs a body as the platform would and posts it', command: send },
  signature: {
    group: 'try',
    does: "says whether a delivery's signature fits, and if not, why",
    command: signature,
  },
  trigger: { group: 'try', does: 'sends a made-up order and says what became of it', command: trigger },
  connection: {
    group: 'set up',
    does: 'stores, shows, checks and authorizes connections',
    command: connection,
  },
  webhooks: {
    group: 'set up',
    does: "subscribes a shop's topics, of Shopify, SHOPLINE or BigCommerce",
    command: webhooks,
  },
  names: {
    group: 'set up',
    does: 'lists the events and properties to register at Dfinery',
    command: names,
  },
  backfill: { group: 'set up', does: 'queues the historic orders of an export', command: backfill },
  completion: {
    group: 'set up',
    does: 'prints the completion of bash, zsh or fish',
    command: createCompletion(() => commands),
  },
  status: {
    group: 'watch',
    does: 'says what came, what was sent, what waits for a person and what to type',
    command: status,
  },
  logs: { group: 'watch', does: "shows the functions' log lines, of one order too", command: logs },
  doctor: { group: 'watch', does: 'checks every part and says what to do', command: doctor },
  console: {
    group: 'watch',
    does: 'serves a page that shows an adapter',
    command: createConsole(() => commands),
  },
  trace: { group: 'watch', does: 'tells what became of an order', command: trace },
  poll: { group: 'watch', does: "shows how far shops' lists were read, or reads one now", command: poll },
  reconcile: {
    group: 'watch',
    does: 'compares what shop, ledger and Dfinery have, and sends what is missing',
    command: reconcile,
  },
  parked: { group: 'mend', does: 'shows and replays deliveries that could not be read', command: parked },
  'dead-letters': {
    group: 'mend',
    does: 'shows events that were given up, and queues them again',
    command: deadLetters,
  },
  erasures: {
    group: 'mend',
    does: 'lists privacy requests, finds what is held of a person, requests an erasure',
    command: erasures,
  },
  'take-over': {
    group: 'mend',
    does: 'gives a stage what an earlier installation of it left',
    command: takeOver,
  },
};
