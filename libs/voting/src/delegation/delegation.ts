/**
 * What a delegation is for, the most specific first. A working group or a topic to come is one more
 * name here, with its id as the scope's.
 */
export const scopeNames = ['proposal', 'all'] as const;

/** What is followed of somebody in one vote: the most specific that they gave. */
export interface Edge {
  readonly id: string;
  readonly memberId: string;
  readonly delegateId: string;
  readonly givenAt: Date;
}

/** A voter without a ballot of their own, and whose ballot counts for them. */
export interface Represented {
  readonly memberId: string;
  /** Who cast it. */
  readonly byId: string;
}

/** A vote as delegations meet it. */
export interface Delegated {
  /** Of those who have a place in the electorate, at most one each. */
  readonly edges: readonly Edge[];
  /** Who cast a ballot of their own that stands. */
  readonly voted: ReadonlySet<string>;
  /** For how many others one votes at most. */
  readonly atMost: number;
}

/**
 * Whose ballot each leads to: from one to the next until somebody voted. Null in a circle, and
 * where a chain ends with somebody who did not. Every member is walked past once.
 */
function ends(edges: readonly Edge[], voted: ReadonlySet<string>): Map<string, string | null> {
  const next = new Map(edges.map(({ memberId, delegateId }) => [memberId, delegateId]));
  const found = new Map<string, string | null>();
  for (const { memberId } of edges) {
    const walked: string[] = [];
    const isOnWay = new Set<string>();
    let at: string | undefined = memberId;
    while (at !== undefined && !voted.has(at) && !found.has(at) && !isOnWay.has(at)) {
      walked.push(at);
      isOnWay.add(at);
      at = next.get(at);
    }
    const end = at === undefined || isOnWay.has(at) ? null : voted.has(at) ? at : found.get(at);
    for (const one of walked) found.set(one, end ?? null);
  }
  return found;
}

const before = (one: Edge, other: Edge): number =>
  one.givenAt.getTime() - other.givenAt.getTime() || (one.id < other.id ? -1 : 1);

/**
 * Who is represented by whose ballot. One’s own ballot goes before any delegation; chains lead to
 * the first who voted; a circle represents nobody. Of more than one may vote for, those count who
 * gave theirs first.
 */
export function resolve({ edges, voted, atMost }: Delegated): Represented[] {
  const end = ends(edges, voted);
  const carried = new Map<string, number>();
  return edges.toSorted(before).flatMap(({ memberId }) => {
    const byId = voted.has(memberId) ? null : (end.get(memberId) ?? null);
    if (byId === null) return [];
    const others = carried.get(byId) ?? 0;
    carried.set(byId, others + 1);
    return others < atMost ? [{ memberId, byId }] : [];
  });
}

/** Whether a chain that begins with somebody comes to somebody else, whoever voted. */
export function leadsTo(edges: readonly Edge[], fromId: string, toId: string): boolean {
  const next = new Map(edges.map(({ memberId, delegateId }) => [memberId, delegateId]));
  const seen = new Set<string>();
  let at: string | undefined = fromId;
  while (at !== undefined && !seen.has(at)) {
    if (at === toId) return true;
    seen.add(at);
    at = next.get(at);
  }
  return false;
}
