/** What the chain of an account's balances is made of: sound statements, by their balances. */
export interface ChainLink {
  readonly id: string;
  readonly fromDate: string;
  readonly toDate: string;
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
  /** Whether it shows lines that another statement shows as well. */
  readonly overlaps: boolean;
}

/** Between two statements of one account one is missing: the one's end is not the other's begin. */
export interface MissingStatement {
  readonly afterStatementId: string;
  readonly beforeStatementId: string;
  /** The first closes on this day with this balance, in minor units; the second opens so. */
  readonly afterDate: string;
  readonly closingMinor: bigint;
  readonly beforeDate: string;
  readonly openingMinor: bigint;
}

/**
 * Where the statements of one account leave a hole, in the order of their days. A statement that
 * lies in another, overlaps with it, or tells the same span again leaves none.
 */
export function missingStatements(links: readonly ChainLink[]): MissingStatement[] {
  const inOrder = links.toSorted(
    (one, other) => compare(one.fromDate, other.fromDate) || compare(one.toDate, other.toDate),
  );
  const earlier = new EarlierLinks();
  return byFirstDay(inOrder).flatMap((begun) => {
    const holes = togetherIn(begun).flatMap((group) => holeBefore(group, begun, earlier));
    for (const link of begun) earlier.add(link);
    return holes;
  });
}

function byFirstDay(inOrder: readonly ChainLink[]): ChainLink[][] {
  const days = new Map<string, ChainLink[]>();
  for (const link of inOrder) {
    const begun = days.get(link.fromDate);
    if (begun === undefined) days.set(link.fromDate, [link]);
    else begun.push(link);
  }
  return [...days.values()];
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Those of one first day that lead to one another or tell the same: one hole is before them. */
function togetherIn(begun: readonly ChainLink[]): ChainLink[][] {
  const groups: ChainLink[][] = [];
  for (const link of begun) {
    const isOf = (group: readonly ChainLink[]): boolean =>
      group.some((one) => goesWith(one, link) || goesWith(link, one));
    const joined = groups.filter(isOf);
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push([...joined.flat(), link]);
  }
  return groups.map((group) => begun.filter((link) => group.includes(link)));
}

/** The hole in front of these, behind all that begin earlier. */
function holeBefore(
  group: readonly ChainLink[],
  begun: readonly ChainLink[],
  earlier: EarlierLinks,
): MissingStatement[] {
  if (group.some((link) => earlier.leadTo(link))) return [];
  const isLedTo = ({ openingMinor }: ChainLink): boolean =>
    group.some(({ closingMinor }) => closingMinor === openingMinor);
  const link = group.find((one) => !isLedTo(one)) ?? group[0];
  if (link === undefined) return [];
  // Of two that begin on one day the one is before that the other does not lead to.
  const before =
    begun.findLast(
      (one, at) =>
        at < begun.indexOf(link) && !group.includes(one) && link.closingMinor !== one.openingMinor,
    ) ?? earlier.last;
  if (before === undefined) return [];
  return [
    {
      afterStatementId: before.id,
      beforeStatementId: link.id,
      afterDate: before.toDate,
      closingMinor: before.closingMinor,
      beforeDate: link.fromDate,
      openingMinor: link.openingMinor,
    },
  ];
}

/** Whether one that begins on the same day leads to it, or tells of the same days. */
const goesWith = (one: ChainLink, link: ChainLink): boolean =>
  one.closingMinor === link.openingMinor ||
  one.openingMinor === link.openingMinor ||
  (one.overlaps && link.overlaps);

/** What is to be known of statements that began on earlier days, however many they are. */
class EarlierLinks {
  readonly #closings = new Set<bigint>();
  /** The last day of those that opened with a balance. */
  readonly #openedUntil = new Map<bigint, string>();
  #until = '';
  #overlapsUntil = '';
  last: ChainLink | undefined;

  add(link: ChainLink): void {
    const { openingMinor, closingMinor, toDate } = link;
    this.#closings.add(closingMinor);
    this.#openedUntil.set(openingMinor, later(this.#openedUntil.get(openingMinor) ?? '', toDate));
    this.#until = later(this.#until, toDate);
    if (link.overlaps) this.#overlapsUntil = later(this.#overlapsUntil, toDate);
    this.last = link;
  }

  /** Whether one of them ends with what it begins with, or lies over its first day. */
  leadTo({ openingMinor, fromDate, overlaps }: ChainLink): boolean {
    return (
      this.#closings.has(openingMinor) ||
      this.#until > fromDate ||
      (this.#openedUntil.get(openingMinor) ?? '') >= fromDate ||
      (overlaps && this.#overlapsUntil >= fromDate)
    );
  }
}

const later = (one: string, other: string): string => (one > other ? one : other);
