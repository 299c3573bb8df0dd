import { z } from 'zod';
import { defineFactTeller, defineJob, defineRelaySink } from '@rochdale/platform';
import { webhookStore } from './webhook/webhook.store.js';

/** Tells one program of one fact. Given up after about a day. */
export const DeliverWebhookJob = defineJob({
  name: 'webhooks.deliver-webhook',
  payload: z.object({ cooperativeId: z.uuid(), deliveryId: z.uuid() }),
  attempts: 16,
  backoffMs: 5_000,
  concurrency: 6,
  timeoutMs: 60_000,
});

// In the relay's own transaction: a fact has its deliveries exactly when it was taken.
defineRelaySink(async (tx, facts) => {
  const told = facts.filter((fact) => fact.visibility !== 'private' && fact.cooperativeId !== null);
  if (told.length === 0) return;
  for (const { id, cooperativeId } of await webhookStore.fanOut(tx, told)) {
    tx.enqueue(DeliverWebhookJob, { cooperativeId, deliveryId: id }, { key: id });
  }
});

defineFactTeller({ untold: webhookStore.untold, forget: webhookStore.dropFacts });
