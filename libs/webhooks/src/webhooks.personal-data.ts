import { definePersonalData } from '@rochdale/platform';

/** Where services are told what happens. What they are told is kept as facts. */
export const webhooksPersonalData = definePersonalData('webhooks', {
  activity: 'Telling other services',
  tables: {},
  impersonal: {
    'notifications.webhook_deliveries': [
      'endpoint_id',
      'fact_id',
      'state',
      'id',
      'last_status',
      'created_at',
      'delivered_at',
      'attempts',
      'tried_at',
      'queued_at',
    ],
    'notifications.webhook_endpoints': [
      'url',
      'types',
      'secret_sealed',
      'id',
      'created_at',
      'removed_at',
      'failures',
      'quiet_until',
      'wakes_until',
    ],
  },
});
