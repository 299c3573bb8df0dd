import type { Invariant } from '@rochdale/platform';
import { isPlain } from './words/hearing-words.js';

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
    describes:
      'A proposal is voted on by the rule, and its hash, of its policy, between its own options.',
    // Of a rule with options of a proposal's own the recount knows the hash. What was forgotten of
    // a proposal that nobody decided went from its rule as well.
    sql: `select p.id from governance.proposals p
      join governance.policies o on o.id = p.policy_id
      where p.rule is not null and case
        when p.options is not null
          then p.rule <> o.rule || coalesce(p.vote_terms, '{}')
            || jsonb_build_object('options', p.options)
        when p.title = 'Erased' and p.state in ('cancelled', 'withdrawn')
          then p.rule - 'options' <> (o.rule || coalesce(p.vote_terms, '{}')) - 'options'
        else p.rule <> o.rule or p.rule_hash <> o.rule_hash end limit 100`,
  },
  {
    name: 'governance.assemblies-vote-as-present',
    of: 'Proposal',
    describes:
      'What an assembly decides was put to the vote in one, among those who are told to be there.',
    sql: `select p.id from governance.proposals p
      left join governance.assembly_votes v on v.proposal_id = p.id
      where p.opened_at is not null and ((p.rule ? 'assembly') <> (v.proposal_id is not null)
        or v.present <> p.told_size or v.exactly_of_all < p.electorate_size) limit 100`,
  },
  {
    name: 'governance.appeals-hold',
    of: 'Proposal',
    describes:
      'What an appeal is pending against waits, and what one was upheld against is never carried ' +
      'out.',
    sql: `select p.id from governance.appeals a
      join governance.proposals p on p.cooperative_id = a.cooperative_id and p.id = a.expulsion_id
      where a.state = 'pending' and p.state <> 'queued'
        or a.state = 'upheld' and p.state <> 'expired' limit 100`,
  },
  {
    name: 'governance.documents-as-decided',
    of: 'Proposal',
    describes:
      'A version of a document says what a decision that was carried out adopted, and the one ' +
      'before it went with the same.',
    sql: `select d.adopted_by_proposal_id as id from governance.documents d
      where not exists (select from governance.actions a
          where a.cooperative_id = d.cooperative_id and a.proposal_id = d.adopted_by_proposal_id
            and a.kind = 'document.adopt' and a.state = 'executed'
            and a.payload ->> 'key' = d.key and a.payload ->> 'text' = d.text)
        or d.version > 1 and not exists (select from governance.documents before
          where before.cooperative_id = d.cooperative_id and before.key = d.key
            and before.version = d.version - 1
            and before.retired_by_proposal_id = d.adopted_by_proposal_id)
        or d.retired_at is not null and not exists (select from governance.documents after
          where after.cooperative_id = d.cooperative_id and after.key = d.key
            and after.version = d.version + 1)
      limit 100`,
  },
  {
    name: 'governance.hearings-are-sealed',
    of: 'Proposal',
    describes:
      'Since what was said in a co-operative’s hearings was sealed, nothing of any is kept as it ' +
      'was written.',
    sql: `select plain.id from (
        select id, cooperative_id from governance.proposals where is_hearing and ${isPlain}
        union all
        select p.id, p.cooperative_id from governance.proposals p
          join governance.ballots b on b.proposal_id = p.id
          where p.is_hearing and b.reason is not null) plain
      where exists (select from platform.jobs j
        where j.cooperative_id = plain.cooperative_id and j.name = 'governance.seal-hearings'
          and j.status = 'done') limit 100`,
  },
];
