import { canonicalJson } from '../kernel/canonical.js';
import { sql } from './statement.js';
import type { Tx } from './tx.js';
import type { Fact } from '../catalogue/fact.js';

const append = sql(
  'platform.append-facts',
  `with written as (
     insert into platform.facts (
       id, type, version, subject_kind, subject_id, visibility, data,
       cooperative_id, actor_kind, account_id, member_id, partner_id, via, request_id, occurred_at)
     select id, type, version, subject_kind, subject_id, visibility, data::jsonb,
       $8::uuid, $9, $10::uuid, $11::uuid, $12::uuid, $13, $14, $15::timestamptz
     from unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::uuid[], $6::text[], $7::text[])
       as fact (id, type, version, subject_kind, subject_id, visibility, data)
     returning position)
   insert into platform.fact_outbox (position) select position from written`,
);

/** Facts as columns, ready to be sent. */
export function factRows(facts: readonly Fact[]) {
  return [
    facts.map((fact) => fact.id),
    facts.map((fact) => fact.type),
    facts.map((fact) => fact.version),
    facts.map((fact) => fact.subject.kind),
    facts.map((fact) => fact.subject.id),
    facts.map((fact) => fact.visibility),
    facts.map((fact) => canonicalJson(fact.data)),
  ] as const;
}

/** Writes what the unit of work announced, and marks it for the relay, in one statement. */
export async function appendFacts(tx: Tx, rows: ReturnType<typeof factRows>): Promise<void> {
  const { actor } = tx;
  if (rows[0].length === 0) return;
  await tx.run(append, [
    ...rows,
    actor.cooperativeId,
    actor.kind,
    actor.accountId,
    actor.memberId,
    actor.partnerId,
    actor.via,
    actor.requestId,
    tx.now,
  ]);
}
