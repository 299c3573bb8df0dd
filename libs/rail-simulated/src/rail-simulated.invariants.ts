import type { Invariant } from '@rochdale/platform';

/** What a provider owes its customers. */
export const railSimulatedInvariants: readonly Invariant[] = [
  {
    name: 'rail-simulated.paid-once',
    describes: 'The provider carried out each key once, and only what a payout asked for.',
    sql: `select t.key from payments.simulated_transfers t
      left join payments.payouts p on p.provider_key = t.key
      where t.executions > 1 or (t.executions = 1
        and (p.id is null or p.amount_minor <> t.amount_minor
          or p.state in ('rejected', 'cancelled')))
      limit 100`,
  },
];
