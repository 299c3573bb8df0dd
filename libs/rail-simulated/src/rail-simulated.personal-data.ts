import { definePersonalData } from '@rochdale/platform';

/** A bank for trying out. It is told no names. */
export const railSimulatedPersonalData = definePersonalData('rail-simulated', {
  activity: 'A bank for trying out',
  tables: {},
  impersonal: {
    'payments.simulated_transfers': [
      'key',
      'reference',
      'currency',
      'state',
      'amount_minor',
      'executions',
      'received_at',
    ],
  },
});
