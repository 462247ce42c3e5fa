import type * as S3 from '@aws-sdk/client-s3';
import { UnavailableError } from '../../model/errors.ts';
import { type ParkedDelivery, parkedKey } from './parked-delivery.ts';

export interface ParkedBucket {
  /**
   * Stores a delivery and returns its key.
   * @throws {UnavailableError} S3 did not accept it within the budget.
   */
  park(parked: ParkedDelivery): Promise<string>;
}

/**
 * Returns the bucket of parked deliveries. The S3 client is loaded when the first delivery is parked, because hardly any
 * cold start needs it. `budgetMs` limits one call, including its retry.
 */
export function createParkedBucket(options: {
  readonly bucket: string;
  readonly budgetMs: number;
  readonly createClient: (s3: typeof S3) => S3.S3Client;
}): ParkedBucket {
  let loading: Promise<{ s3: typeof S3; client: S3.S3Client }> | undefined;

  async function load(): Promise<{ s3: typeof S3; client: S3.S3Client }> {
    const s3 = await import('@aws-sdk/client-s3');
    return { s3, client: options.createClient(s3) };
  }

  return {
    async park(parked) {
      const key = parkedKey(parked);
      const signal = AbortSignal.timeout(options.budgetMs);
      try {
        loading ??= load();
        const { s3, client } = await loading;
        const object = { Bucket: options.bucket, Key: key, Body: JSON.stringify(parked) };
        const command = new s3.PutObjectCommand({ ...object, ContentType: 'application/json' });
        await client.send(command, { abortSignal: signal });
        return key;
      } catch (cause) {
        throw new UnavailableError('S3 is unavailable', { code: 'parking-unavailable', cause });
      }
    },
  };
}
