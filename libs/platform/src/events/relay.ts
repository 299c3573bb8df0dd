import { systemActor } from '../kernel/actor.js';
import { sql } from '../db/statement.js';
import type { Tx } from '../db/tx.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import type { FactVisibility, RecordedFact } from '../catalogue/fact.js';
import { enqueueReactions } from './follow-fact.js';

const take = sql(
  'platform.take-facts',
  `select position, id, type, version, subject_kind as "subjectKind", subject_id as "subjectId",
     visibility, data, cooperative_id as "cooperativeId", account_id as "accountId",
     member_id as "memberId", partner_id as "partnerId", via, request_id as "requestId",
     occurred_at as "occurredAt"
   from platform.take_facts($1)`,
);
const notify = sql(
  'platform.notify-facts',
  `select pg_notify('rochdale_facts', note) from unnest($1::text[]) as note`,
);

interface TakenFact extends Omit<RecordedFact, 'subject'> {
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly visibility: FactVisibility;
}

/** What a listening process is told of a fact: enough to fetch the rest under its own rights. */
export interface FactNotice {
  readonly id: string;
  readonly type: string;
  readonly cooperativeId: string | null;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly visibility: FactVisibility;
}

function recorded(row: TakenFact): RecordedFact {
  const { subjectKind, subjectId, ...rest } = row;
  return { ...rest, subject: { kind: subjectKind, id: subjectId } };
}

function notice(fact: RecordedFact): string {
  const { id, type, cooperativeId, subject, visibility } = fact;
  return JSON.stringify({ id, type, cooperativeId, subject, visibility } satisfies FactNotice);
}

/** Takes part in relaying, in the relay's own transaction, which has no tenant. */
export type RelaySink = (tx: Tx, facts: readonly RecordedFact[]) => Promise<void>;

const sinks: RelaySink[] = [];

/** Declares who else is told of every relayed fact, once, at module level. */
export function defineRelaySink(sink: RelaySink): void {
  sinks.push(sink);
}

/**
 * Turns committed facts into the jobs that follow them and into notices for the feeds. Taking a
 * fact and writing its jobs is one transaction: a process that dies before its commit did nothing,
 * one that dies after it lost nothing.
 */
export class FactRelay {
  readonly #actor = systemActor(null, 'job');

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Relays up to `atMost` facts and says how many there were. */
  async relay(atMost = 500): Promise<number> {
    return this.unitOfWork.run(this.#actor, async (tx) => {
      const rows = await tx.rows<TakenFact>(take, [atMost]);
      const facts = rows.map(recorded);
      for (const fact of facts) enqueueReactions(tx, fact);
      if (facts.length === 0) return 0;
      for (const sink of sinks) await sink(tx, facts);
      await tx.rows(notify, [facts.map(notice)]);
      return facts.length;
    });
  }
}
