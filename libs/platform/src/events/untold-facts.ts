import { sql } from '../db/statement.js';
import type { Tx } from '../db/tx.js';

/** Who tells others of relayed facts, and does so later than the relay. */
interface FactTeller {
  /** Of these facts those that somebody still waits to be told of. */
  readonly untold: (tx: Tx, factIds: readonly string[]) => Promise<readonly string[]>;
  /** These facts go: nobody is told of them any more, also not who gave up. */
  readonly forget: (tx: Tx, factIds: readonly string[]) => Promise<void>;
}

const tellers: FactTeller[] = [];

/** Declares who is asked before facts go, once, at module level. */
export function defineFactTeller(teller: FactTeller): void {
  tellers.push(teller);
}

interface FactOfSubject {
  readonly id: string;
  readonly subjectId: string;
  readonly awaitsRelay: boolean;
}

const ofSubjects = sql(
  'platform.find-facts-of-subjects',
  `select id, subject_id as "subjectId", platform.awaits_relay(position) as "awaitsRelay"
   from platform.facts
   where cooperative_id = $1 and subject_kind = $2 and subject_id = any($3::uuid[])`,
);
const remove = sql(
  'platform.forget-facts-of-subjects',
  `delete from platform.facts where cooperative_id = $1 and id = any($2::uuid[])`,
);

const factsOf = (tx: Tx, kind: string, subjectIds: readonly string[]): Promise<FactOfSubject[]> =>
  tx.rows<FactOfSubject>(ofSubjects, [tx.cooperativeId, kind, subjectIds]);

/**
 * Of these subjects those of which something is still to be told: by the relay, or by who tells
 * others later. Whoever calls holds the subjects, so that nothing more happens to them.
 */
export async function untoldSubjects(
  tx: Tx,
  kind: string,
  subjectIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (subjectIds.length === 0) return new Set();
  // What the relay takes meanwhile has its deliveries by the same commit: they are asked for next.
  const facts = await factsOf(tx, kind, subjectIds);
  const factIds = facts.map(({ id }) => id);
  const untold = new Set<string>();
  for (const teller of tellers) {
    for (const id of await teller.untold(tx, factIds)) untold.add(id);
  }
  const waiting = facts.filter(({ id, awaitsRelay }) => awaitsRelay || untold.has(id));
  return new Set(waiting.map(({ subjectId }) => subjectId));
}

/**
 * Takes away what is on record of these subjects, before they go themselves. Whoever calls owns
 * them, and knows of `untoldSubjects` that nobody waits to be told.
 */
export async function forgetFactsOf(
  tx: Tx,
  kind: string,
  subjectIds: readonly string[],
): Promise<void> {
  if (subjectIds.length === 0) return;
  const factIds = (await factsOf(tx, kind, subjectIds)).map(({ id }) => id);
  for (const teller of tellers) await teller.forget(tx, factIds);
  await tx.run(remove, [tx.cooperativeId, factIds]);
}
