import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { toIdentity } from '../dfinery/to-identity.ts';
import { orderOfKey } from '../keys.ts';
import { createDynamoDbLedger } from '../ledger/dynamodb-ledger.ts';
import { ledgerId } from '../ledger/ledger.ts';
import { mentions, type Person } from '../parked/mentions.ts';
import { createParkedDeliveries } from '../parked/parked-deliveries.ts';
import { createDeadLetters, type DeadLetters, type HeldLetter } from '../queue/dead-letters.ts';
import { letterReaders } from '../queue/letter-message.ts';
import type { Terminal } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findTombstones } from './find-tombstones.ts';
import { findShopConnection, type OperatorAccess } from './operator-access.ts';
import { type NamedPerson, readPerson } from './read-person.ts';

/** A person waits. */
const BUDGET_MS = 20_000;
const MAX_LETTERS = 10_000;

/**
 * Tells what the adapter holds of somebody: parked deliveries, dead letters, orders that the ledger knows, and whether they
 * were erased. Queues in which events wait cannot be searched.
 */
export async function findHeld(
  { file, connection: id }: { readonly file: string; readonly connection: string },
  terminal: Terminal,
  access: OperatorAccess,
): Promise<ExitCode> {
  const named = await readPerson(terminal, file);
  const connection = await findShopConnection(access, { id });
  const { identity } = toIdentity(named.customer, { ...connection, excludeIdentities: [] });
  const person = personOf(named);
  const at = Date.now();
  // Received just now and placed long ago: whatever tombstone there is stands for it.
  const subject = {
    source: connection.source,
    shop: connection.shop,
    identity,
    happenedAt: 0,
    receivedAt: at,
  };
  terminal.print(
    JSON.stringify(
      {
        externalId: identity?.external_id !== undefined,
        erased: (await findTombstones(access).erased([subject])).size > 0,
        parked: await parkedOf(access, id, person),
        deadLetters: await lettersOf(access, id, { person, identity }),
        ledger: await ordersOf(access, connection, named.orderIds),
      },
      undefined,
      2,
    ),
  );
  terminal.complain('Events that wait in queues are not listed: a queue cannot be searched.');
  return exitCodes.done;
}

function personOf({ customer, orderIds }: NamedPerson): Person {
  return {
    customerIds: customer.id === undefined ? [] : [customer.id],
    emails: customer.emails,
    phones: customer.phones.map(({ number }) => number),
    orderIds,
  };
}

async function parkedOf(
  { config, settingsOf }: OperatorAccess,
  connection: string,
  person: Person,
): Promise<string[]> {
  const s3 = new S3Client(settingsOf('S3'));
  const deliveries = createParkedDeliveries({ s3, bucket: config.PARKED_BUCKET });
  const found: string[] = [];
  try {
    for await (const key of deliveries.keys(connection)) {
      const delivery = await deliveries.get(key);
      if (delivery !== undefined && mentions(delivery, person)) found.push(key);
    }
    return found;
  } finally {
    s3.destroy();
  }
}

async function lettersOf(
  { config, settingsOf }: OperatorAccess,
  connection: string,
  { person, identity = {} }: { readonly person: Person; readonly identity: object | undefined },
): Promise<string[]> {
  const sqs = new SQSClient(settingsOf('SQS'));
  const events = createDeadLetters({
    sqs,
    queueUrl: config.DEAD_LETTER_QUEUE_URL,
    homeQueueUrl: config.EVENTS_QUEUE_URL,
    readMessage: letterReaders.events,
  });
  const fetches = createDeadLetters({
    sqs,
    queueUrl: config.FETCHES_DEAD_LETTER_QUEUE_URL,
    homeQueueUrl: config.FETCHES_QUEUE_URL,
    readMessage: letterReaders.fetches,
  });
  const values = new Set<unknown>(Object.values(identity));
  const isMeant = ({ message }: HeldLetter) =>
    message?.connection === connection &&
    (person.orderIds.includes(orderOfKey(message.orderId ?? '')) ||
      Object.values(message.identity ?? {}).some((value) => values.has(value)));
  try {
    return [...(await look(events, isMeant)), ...(await look(fetches, isMeant))];
  } finally {
    sqs.destroy();
  }
}

/** Returns the ids of the letters that are meant, and lets go of all. */
async function look(letters: DeadLetters, isMeant: (letter: HeldLetter) => boolean): Promise<string[]> {
  const held: HeldLetter[] = [];
  try {
    for await (const letter of letters.hold(MAX_LETTERS)) held.push(letter);
    return held.filter(isMeant).map(({ id }) => id);
  } finally {
    // Only a courtesy: what cannot be let go comes back by itself.
    await Promise.allSettled(held.map((letter) => letters.letGo(letter)));
  }
}

async function ordersOf(
  { config, settingsOf }: OperatorAccess,
  { source, shop, dfinery }: Awaited<ReturnType<typeof findShopConnection>>,
  orderIds: readonly string[],
): Promise<string[]> {
  const dynamoDb = new DynamoDBClient(settingsOf('DYNAMODB'));
  const table = { dynamoDb, table: config.LEDGER_TABLE, budgetMs: BUDGET_MS, now: Date.now };
  const keyOf = (subjectKey: string) => ({
    serviceId: dfinery.serviceId,
    source,
    shop,
    kind: 'purchase',
    subjectKey,
  });
  try {
    const entries = await createDynamoDbLedger(table).read(orderIds.map(keyOf));
    return orderIds.filter((orderId) => entries.has(ledgerId(keyOf(orderId))));
  } finally {
    dynamoDb.destroy();
  }
}
