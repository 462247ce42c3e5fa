import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type ParkedDelivery, readParkedDelivery } from './parked-delivery.ts';

/** The bucket of parked deliveries as an operator uses it. All methods throw if S3 cannot be reached. */
export interface ParkedDeliveries {
  /** Yields the keys of all connections or one, the oldest of each connection first, from after a key if one is given. */
  keys(connection?: string, after?: string): AsyncGenerator<string>;
  /** Returns a delivery, or `undefined` if there is none. @throws {ConfigError} it is not a parked delivery. */
  get(key: string): Promise<ParkedDelivery | undefined>;
  remove(key: string): Promise<void>;
}

/** Returns the parked deliveries of a bucket. */
export function createParkedDeliveries(options: {
  readonly s3: S3Client;
  readonly bucket: string;
  /** Limits each call. */
  readonly budgetMs: number;
}): ParkedDeliveries {
  const { s3, bucket: Bucket, budgetMs } = options;
  const abort = () => ({ abortSignal: AbortSignal.timeout(budgetMs) });
  return {
    async *keys(connection, after) {
      let ContinuationToken: string | undefined;
      do {
        const page = await s3.send(
          new ListObjectsV2Command({
            Bucket,
            ...(connection !== undefined && { Prefix: `${connection}/` }),
            ...(after !== undefined && { StartAfter: after }),
            ...(ContinuationToken !== undefined && { ContinuationToken }),
          }),
          abort(),
        );
        for (const { Key = '' } of page.Contents ?? []) yield Key;
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
    },
    async get(Key) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }), abort());
        return readParkedDelivery((await Body?.transformToString()) ?? '');
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    async remove(Key) {
      await s3.send(new DeleteObjectCommand({ Bucket, Key }), abort());
    },
  };
}
