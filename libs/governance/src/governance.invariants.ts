import type { Invariant } from '@rochdale/platform';

/** Laws of the governance room that can be asked of the tables. */
export const governanceInvariants: readonly Invariant[] = [
  {
    name: 'governance.executed-means-all-actions',
    of: 'Proposal',
    describes: 'A proposal is executed when, and only when, every action of it is.',
    sql: `select p.id from governance.proposals p
      join governance.actions a on a.proposal_id = p.id
      group by p.id
      having (p.state = 'executed') <> bool_and(a.state = 'executed')
        or bool_or(a.state = 'executed' and p.state <> 'executed') limit 100`,
  },
  {
    name: 'governance.nothing-runs-unless-passed',
    of: 'ProposalAction',
    describes: 'No action ran of a proposal that did not pass.',
    sql: `select a.id from governance.actions a
      join governance.proposals p on p.id = a.proposal_id
      where a.state <> 'pending' and p.outcome is distinct from 'passed' limit 100`,
  },
  {
    name: 'governance.rule-as-adopted',
    of: 'Proposal',
    describes: 'A proposal is voted on by the rule, and the hash of it, that its policy has.',
    sql: `select p.id from governance.proposals p
      join governance.policies o on o.id = p.policy_id
      where p.rule is not null and (p.rule <> o.rule or p.rule_hash <> o.rule_hash) limit 100`,
  },
];
