import type { SQSBatchResponse } from 'aws-lambda';
import { decodeErasureMessage, type ErasureMessage, fieldsOfErasure } from '../queue/erasure-message.ts';
import { UNEXPECTED } from '../queue/worker/settle-batch.ts';
import { type Batch, workBatch } from '../queue/worker/work-batch.ts';
import type { ErasePorts } from './erase-ports.ts';
import { eraseRequest } from './erase-request.ts';
import { type ErasureDone, type ErasureFate, type ErasureWaitReason, erasureRules } from './erasure-fate.ts';

/** Carries out a batch of privacy requests, one after the other, and returns those that stay queued. Never throws. */
export function eraseBatch(ports: ErasePorts, { records, remainingMs }: Batch): Promise<SQSBatchResponse> {
  return workBatch<ErasureMessage, ErasureWaitReason, ErasureDone>(ports, records, {
    reader: { decode: decodeErasureMessage, keyOf: ({ id }) => id },
    oldestAge: 'OldestErasureAge',
    rules: erasureRules,
    copy: () => ({ kind: 'duplicate' }),
    async run(queued) {
      const fates = new Map<ErasureMessage, ErasureFate>();
      for (const { message } of queued) {
        const fate = await eraseRequest(ports, { message, remainingMs }).catch((cause: unknown) => {
          ports.telemetry.error('A privacy request failed unexpectedly', fieldsOfErasure(message), cause);
          return UNEXPECTED;
        });
        fates.set(message, fate);
      }
      return fates;
    },
  });
}
