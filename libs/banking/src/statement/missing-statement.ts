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
  return inOrder.flatMap((link) => {
    const earlier = inOrder.filter((one) => one !== link && one.fromDate <= link.fromDate);
    if (earlier.some((one) => leadsTo(one, link))) return [];
    const before = earlier.filter((one) => isBefore(one, link, inOrder)).at(-1);
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
  });
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function leadsTo(one: ChainLink, link: ChainLink): boolean {
  if (one.closingMinor === link.openingMinor) return true;
  if (one.toDate < link.fromDate) return false;
  const isOver = one.fromDate < link.fromDate && one.toDate > link.fromDate;
  return isOver || one.openingMinor === link.openingMinor || (one.overlaps && link.overlaps);
}

/** Of two that begin on one day the one is before that the other does not lead to. */
function isBefore(one: ChainLink, link: ChainLink, all: readonly ChainLink[]): boolean {
  if (one.fromDate < link.fromDate) return true;
  if (link.closingMinor === one.openingMinor) return false;
  return all.indexOf(one) < all.indexOf(link);
}
