import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { UnavailableError } from '../errors.ts';

const PAUSE_REASONS = ['refused', 'throttled', 'unavailable'] as const;

/** What a service is left alone for. */
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** All instances leave a service alone until a time, but for one probe now and then. Times in ms since 1970. */
export interface ServicePause {
  readonly until: number;
  readonly reason: PauseReason;
  /** How often in a row it was paused. */
  readonly failures: number;
  /** When the last probe left, or the pause began. */
  readonly probedAt: number;
}

/** Every method throws `UnavailableError` with `ledger-unavailable` where the table is ill. */
export interface ServicePauses {
  /** Returns the pause of a service, be it over or not, until a success has ended it. */
  read(serviceId: string): Promise<ServicePause | undefined>;
  /** Begins or renews a pause. */
  pause(serviceId: string, pause: ServicePause): Promise<void>;
  /** Tells whether this instance may send the one probe: true for one only of those who ask with what they read. */
  takeProbe(serviceId: string, read: ServicePause, now: number): Promise<boolean>;
  /** Ends the pause. */
  end(serviceId: string): Promise<void>;
}

const PauseItemSchema = v.pipe(
  v.object({
    until: v.object({ N: v.string() }),
    reason: v.object({ S: v.picklist(PAUSE_REASONS) }),
    failures: v.object({ N: v.string() }),
    probedAt: v.object({ N: v.string() }),
  }),
  v.transform(({ until, reason, failures, probedAt }) => ({
    until: Number(until.N),
    reason: reason.S,
    failures: Number(failures.N),
    probedAt: Number(probedAt.N),
  })),
);

/** After so long without a failure the table may forget that there was a pause. */
const REMEMBERED_SECONDS = 24 * 60 * 60;

/** Returns the pauses that all instances share through the ledger's table. `budgetMs` bounds every call as a whole. */
export function createServicePauses(options: {
  readonly dynamoDb: DynamoDBClient;
  readonly table: string;
  readonly budgetMs: number;
}): ServicePauses {
  const { dynamoDb, table: TableName } = options;
  const Key = (serviceId: string) => ({ id: { S: `${serviceId}#pause` } });

  async function bounded<Result>(
    call: (abort: { abortSignal: AbortSignal }) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await call({ abortSignal: AbortSignal.timeout(options.budgetMs) });
    } catch (cause) {
      throw new UnavailableError('The ledger did not answer', { code: 'ledger-unavailable', cause });
    }
  }

  return {
    read: (serviceId) =>
      bounded(async (abort) => {
        const { Item } = await dynamoDb.send(new GetItemCommand({ TableName, Key: Key(serviceId) }), abort);
        return Item && v.parse(PauseItemSchema, Item);
      }),
    async pause(serviceId, { until, reason, failures, probedAt }) {
      const Item = {
        ...Key(serviceId),
        until: { N: String(until) },
        reason: { S: reason },
        failures: { N: String(failures) },
        probedAt: { N: String(probedAt) },
        expiresAt: { N: String(Math.ceil(until / 1000) + REMEMBERED_SECONDS) },
      };
      await bounded((abort) => dynamoDb.send(new PutItemCommand({ TableName, Item }), abort));
    },
    takeProbe: (serviceId, { probedAt }, now) =>
      bounded(async (abort) => {
        const command = new UpdateItemCommand({
          TableName,
          Key: Key(serviceId),
          UpdateExpression: 'SET probedAt = :now',
          ConditionExpression: 'probedAt = :read',
          ExpressionAttributeValues: { ':now': { N: String(now) }, ':read': { N: String(probedAt) } },
        });
        try {
          await dynamoDb.send(command, abort);
          return true;
        } catch (error) {
          if (error instanceof ConditionalCheckFailedException) return false;
          throw error;
        }
      }),
    async end(serviceId) {
      await bounded((abort) =>
        dynamoDb.send(new DeleteItemCommand({ TableName, Key: Key(serviceId) }), abort),
      );
    },
  };
}
