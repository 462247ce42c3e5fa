import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { ConfigError } from '../../model/errors.ts';
import { type ParkedDelivery, readParkedDelivery } from './parked-delivery.ts';

/** An object of the bucket. */
export interface ParkedObject {
  readonly key: string;
  readonly bytes: number;
}

/** What is found under a key. */
export type FoundParked =
  | { readonly kind: 'delivery'; readonly delivery: ParkedDelivery }
  | { readonly kind: 'gone' }
  /** It has another form, or S3 refuses it: archived, or encrypted with a key that is gone. `problem` has no values. */
  | { readonly kind: 'unreadable'; readonly problem: string };

/** The bucket of parked deliveries as an operator uses it. All methods throw if S3 is unavailable. */
export interface ParkedDeliveries {
  /** Yields the objects of all connections or one, the oldest of each connection first, from after a key if one is given. */
  list(connection?: string, after?: string): AsyncGenerator<ParkedObject>;
  /** Reads one object. One that cannot be read is a result, so that it stops no work on the others. */
  get(key: string): Promise<FoundParked>;
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
    async *list(connection, after) {
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
        for (const { Key: key = '', Size: bytes = 0 } of page.Contents ?? []) yield { key, bytes };
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
    },
    async get(Key) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }), abort());
        const delivery = readParkedDelivery((await Body?.transformToString()) ?? '');
        return { kind: 'delivery', delivery };
      } catch (error) {
        if (error instanceof NoSuchKey) return { kind: 'gone' };
        if (error instanceof ConfigError) return { kind: 'unreadable', problem: error.message };
        if (isRefusal(error)) return { kind: 'unreadable', problem: error.name };
        throw error;
      }
    },
    async remove(Key) {
      await s3.send(new DeleteObjectCommand({ Bucket, Key }), abort());
    },
  };
}

/**
 * Tells whether S3 refuses this object, now and later: its key of KMS is disabled or gone, it is archived, or access is denied.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (read 2026-11-28)
 */
function isRefusal(error: unknown): error is S3ServiceException {
  if (!(error instanceof S3ServiceException)) return false;
  return error.$metadata.httpStatusCode === 403 || error.name.startsWith('KMS.');
}
