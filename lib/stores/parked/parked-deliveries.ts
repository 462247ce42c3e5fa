import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type ParkedDelivery, readParkedDelivery } from './parked-delivery.ts';

/** The bucket of parked deliveries from an operator's side. All methods throw where S3 cannot be reached. */
export interface ParkedDeliveries {
  /** Names every delivery, of one connection where one is given; the oldest of each connection first, those after a key. */
  keys(connection?: string, after?: string): AsyncGenerator<string>;
  /** Returns a delivery, or `undefined` where there is none. @throws {ConfigError} it is no parked delivery. */
  get(key: string): Promise<ParkedDelivery | undefined>;
  remove(key: string): Promise<void>;
}

/** Returns the parked deliveries of a bucket. */
export function createParkedDeliveries(options: {
  readonly s3: S3Client;
  readonly bucket: string;
  /** Bounds each call as a whole. */
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
