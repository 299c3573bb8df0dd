import { z } from 'zod';
import { defineJob, defineRelaySink } from '@rochdale/platform';
import { webhookStore } from './webhook/webhook.store.js';

/** Gives a letter to the mail server. */
export const DeliverLetterJob = defineJob({
  name: 'notifications.deliver-letter',
  payload: z.object({ letterId: z.uuid() }),
  attempts: 12,
  backoffMs: 5_000,
  concurrency: 2,
});

/** Tells one program of one fact. Given up after about a day. */
export const DeliverWebhookJob = defineJob({
  name: 'notifications.deliver-webhook',
  payload: z.object({ cooperativeId: z.uuid(), deliveryId: z.uuid() }),
  attempts: 16,
  backoffMs: 5_000,
  concurrency: 4,
});

// In the relay's own transaction: a fact has its deliveries exactly when it was taken.
defineRelaySink(async (tx, facts) => {
  const told = facts.filter((fact) => fact.visibility !== 'private' && fact.cooperativeId !== null);
  if (told.length === 0) return;
  for (const { id, cooperativeId } of await webhookStore.fanOut(tx, told)) {
    tx.enqueue(DeliverWebhookJob, { cooperativeId, deliveryId: id }, { key: id });
  }
});
