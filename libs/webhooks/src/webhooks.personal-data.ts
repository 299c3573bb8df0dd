import { definePersonalData } from '@rochdale/platform';

/** Where services are told what happens. What they are told is kept as facts. */
export const webhooksPersonalData = definePersonalData('webhooks', {
  activity: 'Telling other services',
  tables: {},
  impersonal: {
    'notifications.webhook_deliveries': ['endpoint_id', 'fact_id', 'state'],
    'notifications.webhook_endpoints': ['url', 'types', 'secret_sealed'],
  },
});
