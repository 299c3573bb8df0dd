/** What a delegation is for, the most specific first; a proxy is one for one vote. */
export const scopeNames = ['proxy', 'proposal', 'group', 'topic', 'all'] as const;

/** What one delegation is for. */
export interface Scope {
  readonly scopeKind: (typeof scopeNames)[number];
  /** The proposal, also of a proxy; the co-operative, where it is not one alone. */
  readonly scopeId: string;
  /** Empty where it is not for a topic. */
  readonly topicKey: string;
  /** Empty where it is not for what a working group brings. */
  readonly groupKey: string;
}

/** A scope of which the rest is not said. */
export const noKeys = { topicKey: '', groupKey: '' } as const;

/** What is followed of somebody in one vote: the most specific that they gave. */
export interface Edge {
  readonly id: string;
  readonly memberId: string;
  readonly delegateId: string;
  readonly givenAt: Date;
  /** Whether it goes to whom it names and no further. */
  readonly isProxy: boolean;
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
  /** How many steps a chain has at most; any number where it is left out. */
  readonly depth?: number | undefined;
  /** How many proxies one holds at most; none where it is left out. */
  readonly proxies?: { readonly atMost: number } | undefined;
}

interface End {
  readonly byId: string;
  readonly steps: number;
}

/**
 * Whose ballot each leads to, and in how many steps: from one to the next until somebody voted.
 * Null in a circle, and where a chain ends with somebody who did not. Every member is walked past
 * once.
 */
function ends(edges: readonly Edge[], voted: ReadonlySet<string>): Map<string, End | null> {
  // Whoever gave a proxy gave their own vote, and none of those that others gave them.
  const next = new Map(
    edges.flatMap(({ memberId, delegateId, isProxy }) =>
      isProxy ? [] : [[memberId, delegateId] as const],
    ),
  );
  const found = new Map<string, End | null>();
  for (const { memberId } of edges) {
    const walked: string[] = [];
    const isOnWay = new Set<string>();
    let at: string | undefined = memberId;
    while (at !== undefined && !voted.has(at) && !found.has(at) && !isOnWay.has(at)) {
      walked.push(at);
      isOnWay.add(at);
      at = next.get(at);
    }
    const known = at === undefined || isOnWay.has(at) ? null : (found.get(at) ?? null);
    const end = at !== undefined && voted.has(at) ? { byId: at, steps: 0 } : known;
    walked.toReversed().forEach((one, nth) => {
      found.set(one, end === null ? null : { ...end, steps: end.steps + nth + 1 });
    });
  }
  return found;
}

/**
 * What of all that was given is followed: of each voter the first, which is the most specific, of
 * those whose two are there, and went nowhere since it was given. Whoever came back gives it anew.
 *
 * @param given of each voter the most specific first
 * @param gone who is not there
 * @param went when somebody last went, also of who is back
 */
export function followedOf(
  given: readonly Edge[],
  gone: ReadonlySet<string>,
  went: ReadonlyMap<string, Date>,
): Edge[] {
  const first = new Map<string, Edge>();
  for (const edge of given) {
    const { memberId, delegateId, givenAt } = edge;
    const isOver = [memberId, delegateId].some((id) => {
      const at = went.get(id);
      return gone.has(id) || (at !== undefined && at >= givenAt);
    });
    if (!isOver && !first.has(memberId)) first.set(memberId, edge);
  }
  return [...first.values()];
}

const byTime = (one: Edge, other: Edge): number =>
  one.givenAt.getTime() - other.givenAt.getTime() || (one.id < other.id ? -1 : 1);

/** What becomes of delegations as a vote is counted. */
export interface Resolved {
  readonly represented: readonly Represented[];
  /** How many more there would be, if nobody voted for too many. */
  readonly leftOut: number;
}

/**
 * Who is represented by whose ballot. One’s own ballot goes before any delegation; chains lead to
 * the first who voted; a circle represents nobody, and no chain that is too long. Of more than one
 * may vote for, those count who gave theirs first; proxies are counted by themselves.
 */
export function resolve(vote: Delegated): Resolved {
  const { edges, voted, atMost, depth = Infinity, proxies = { atMost: 0 } } = vote;
  const found = ends(edges, voted);
  const carried = { proxies: new Map<string, number>(), others: new Map<string, number>() };
  const represented: Represented[] = [];
  let leftOut = 0;
  for (const { memberId, delegateId, isProxy } of edges.toSorted(byTime)) {
    const most = isProxy ? proxies.atMost : atMost;
    const held = voted.has(delegateId) ? { byId: delegateId, steps: 1 } : null;
    const end = isProxy ? held : (found.get(memberId) ?? null);
    // Where none is offered nobody is left out.
    if (most === 0 || end === null || end.steps > depth || voted.has(memberId)) continue;
    const counted = isProxy ? carried.proxies : carried.others;
    const before = counted.get(end.byId) ?? 0;
    if (before < most) represented.push({ memberId, byId: end.byId });
    else leftOut += 1;
    counted.set(end.byId, before + 1);
  }
  return { represented, leftOut };
}
