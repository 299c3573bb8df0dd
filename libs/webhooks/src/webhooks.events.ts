import { defineFact } from '@rochdale/platform';
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
  data: z.object({
    deliveryId: z.uuid(),
    endpointId: z.uuid(),
    factId: z.uuid(),
    /** The last answer; null when there was none. */
    lastStatus: z.number().nullable(),
  }),
});
