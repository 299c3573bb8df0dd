import type { Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';
import type { BallotGroup } from '../kind/ballot-kind.js';
import { ballotStore } from './ballot.store.js';

type Groups = readonly BallotGroup<unknown>[];

const states = sql(
  'voting.read-states-of-ballots',
  `select v.id, count(b.id)::int as cast,
     count(b.id) filter (where b.superseded_at is null)::int as current,
     exists (select from governance.paper_counts c where c.proposal_id = v.id
       and c.cooperative_id = $2 and c.confirmed_at is not null) as papers
   from unnest($1::uuid[]) as v (id) left join governance.ballots b
     on b.proposal_id = v.id and b.cooperative_id = $2
   group by v.id`,
);

interface State {
  readonly id: string;
  readonly cast: number;
  readonly current: number;
  /** Whether papers count besides. */
  readonly papers: boolean;
}

interface Kept {
  readonly state: string;
  readonly groups: Groups;
}

/** How many groups are kept, of all votes together: some hundred bytes each. */
const mostGroups = 200_000;

/**
 * Ballots of votes in which nearly each says something of its own, as they were counted last: who
 * looks again while nobody voted since reads none of them. No ballot is ever removed, and between
 * two that are cast fewer count, never more, so that how many there are and how many count is a
 * state that does not come back. It is read first: what is kept under it is no older.
 */
export class KeptGroups {
  readonly #kept = new Map<string, Kept>();
  #size = 0;

  constructor(private readonly most = mostGroups) {}

  async of(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Groups>> {
    if (ids.length === 0) return new Map();
    const rows = await tx.rows<State>(states, [ids, tx.cooperativeId]);
    const now = new Map(rows.map(({ id, ...is }) => [id, `${is.cast} ${is.current} ${is.papers}`]));
    const found = new Map<string, Groups>();
    for (const id of ids) {
      const known = this.#kept.get(id);
      if (known !== undefined && known.state === now.get(id)) found.set(id, known.groups);
    }
    const others = ids.filter((id) => !found.has(id));
    if (others.length === 0) return found;
    for (const [id, groups] of await ballotStore.groups(tx, others)) {
      found.set(id, groups);
      this.#keep(id, { state: now.get(id) ?? '', groups });
    }
    return found;
  }

  #keep(id: string, kept: Kept): void {
    this.#drop(id);
    this.#kept.set(id, kept);
    this.#size += kept.groups.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#size <= this.most) break;
      this.#drop(oldest);
    }
  }

  #drop(id: string): void {
    this.#size -= this.#kept.get(id)?.groups.length ?? 0;
    this.#kept.delete(id);
  }
}
