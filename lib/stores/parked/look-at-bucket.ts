import { HeadBucketCommand, NotFound, type S3Client } from '@aws-sdk/client-s3';

/** A bucket as it is. */
export interface SeenBucket {
  /**
   * As a template says them: those that keep it private. Encryption and expiry are left out, because a deployment may set
   * both again without harm.
   */
  readonly properties: Readonly<Record<string, unknown>>;
}

const PRIVATE = {
  OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  },
};

/** Returns a bucket, or `undefined` if there is none. Throws if S3 does not say, or it is somebody else's. */
export async function lookAtBucket(s3: S3Client, Bucket: string): Promise<SeenBucket | undefined> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket }));
    return { properties: PRIVATE };
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
