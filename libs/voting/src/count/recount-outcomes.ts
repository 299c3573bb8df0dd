import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, sql, UnitOfWork } from '@rochdale/platform';
import type { DecisionRule } from '../rule/decision-rule.js';
import { ruleHash } from '../rule/decision-rule.js';
import type { ElectorateSize, Outcome } from './outcome.js';
import { settleVote } from './settle-vote.js';

interface CountedRow extends ElectorateSize {
  readonly id: string;
  readonly rule: DecisionRule;
  readonly ruleHash: string;
  readonly lotSeed: string | null;
  readonly outcome: Outcome;
  readonly outcomeReason: string;
  readonly agree: bigint;
  readonly abstain: bigint;
  readonly disagree: bigint;
  readonly block: bigint;
}

const readCounted = sql(
  'voting.read-counted-proposals',
  `select p.id, p.rule, p.rule_hash as "ruleHash", p.lot_seed as "lotSeed", p.outcome,
     p.outcome_reason as "outcomeReason", p.electorate_weight as "electorateWeight",
     p.active_members_weight as "activeMembersWeight",
     coalesce(sum(b.weight) filter (where b.stance = 'agree'), 0)::bigint as agree,
     coalesce(sum(b.weight) filter (where b.stance = 'abstain'), 0)::bigint as abstain,
     coalesce(sum(b.weight) filter (where b.stance = 'disagree'), 0)::bigint as disagree,
     coalesce(sum(b.weight) filter (where b.stance = 'block'), 0)::bigint as block
   from governance.proposals p
   left join governance.ballots b on b.proposal_id = p.id and b.superseded_at is null
   where p.outcome is not null and p.id > $1 group by p.id order by p.id limit $2`,
);

const beforeEveryId = '00000000-0000-0000-0000-000000000000';
const batchSize = 500;

/** What a recount found that is not as it was computed when voting closed. */
export interface Miscount {
  readonly proposalId: string;
  readonly recorded: string;
  readonly recounted: string;
}

/**
 * Counts every decided proposal again from its ballots, under the rule frozen in it, and says where
 * the record differs. Finds nothing unless somebody changed what is never changed.
 */
@Injectable()
export class RecountOutcomes {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async execute(actor: Actor): Promise<readonly Miscount[]> {
    permit(actor, 'vote.recount');
    const found: Miscount[] = [];
    let rows: CountedRow[] = [];
    do {
      const after = rows.at(-1)?.id ?? beforeEveryId;
      rows = await this.unitOfWork.read(actor, (tx) =>
        tx.rows<CountedRow>(readCounted, [after, batchSize]),
      );
      found.push(...rows.flatMap(recount));
    } while (rows.length === batchSize);
    return found;
  }
}

function recount(row: CountedRow): Miscount[] {
  const { id, rule, outcome, outcomeReason } = row;
  const verdict = settleVote(rule, row, row, row.lotSeed);
  const recorded = `${outcome}: ${outcomeReason}, rule ${row.ruleHash}`;
  const recounted = `${verdict.outcome}: ${verdict.reason}, rule ${ruleHash(rule)}`;
  return recorded === recounted ? [] : [{ proposalId: id, recorded, recounted }];
}
