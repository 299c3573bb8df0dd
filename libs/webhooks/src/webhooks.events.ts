import { defineFact, idOf } from '@rochdale/platform';
import { z } from 'zod';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    webhook: true;
  }
}

/** A receiver took no delivery of a fact, for as long as it was tried. */
export const DeliveryGivenUp = defineFact({
  type: 'webhooks.DeliveryGivenUp',
  version: 1,
  subject: 'webhook',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({
    deliveryId: idOf('WebhookDelivery'),
    endpointId: idOf('Webhook'),
    factId: idOf('AuditEntry'),
    /** The last answer; null when there was none. */
    lastStatus: z.number().nullable(),
  }),
});
