import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { memberListStore } from '../member/member-list.store.js';
import type { MemberOrder, MemberSearch, NameReader } from '../member/member-list.store.js';
import type { MemberRow } from '../member/member.store.js';
import { currentStandings } from '../member/standing.js';
import type { Standing } from '../member/standing.js';

/** A page of a list, at most. */
const pageSize = 100;

/** Whom a list tells of, and where they stand. */
export type ToldStanding = Readonly<Pick<MemberRow, 'id' | 'standing'>>;

/** A list by standing as it was asked for, and the page that was shown of it. */
export interface AskedByStanding {
  readonly request: PageRequest;
  readonly search: MemberSearch;
  readonly reader: NameReader & { readonly orderBy: MemberOrder };
  readonly shown: Page<MemberRow>;
}

const isNotSimply = (standing: Standing): boolean =>
  standing === 'paused' ||
  standing === 'in-arrears' ||
  standing === 'suspended' ||
  standing === 'expelled';

/** Beside who is of these standings, who belongs and is of others is missing. */
const withLeftOut = (standings: readonly Standing[]): Standing[] =>
  standings.includes('active') ? [...new Set([...standings, ...currentStandings])] : [...standings];

/** The rows of a page in the order in which it was asked for, and whether there are more. */
function inTurn(page: Page<MemberRow>, isBackwards: boolean) {
  return isBackwards
    ? { rows: page.rows.toReversed(), hasMore: page.hasPreviousPage }
    : { rows: page.rows, hasMore: page.hasNextPage };
}

/** Who stands between the first and the last row that were shown, be it by being left out. */
async function inSpan(tx: Tx, asked: AskedByStanding): Promise<ToldStanding[]> {
  const { request, search, reader, shown } = asked;
  const isBackwards = (request.last ?? null) !== null;
  const { rows, hasMore } = inTurn(shown, isBackwards);
  const end = hasMore ? rows.at(-1)?.id : null;
  if (end === undefined) return [];
  const wide = { ...search, standings: withLeftOut(search.standings) };
  const found: ToldStanding[] = [];
  const { order = null } = request;
  let edge = (isBackwards ? request.before : request.after) ?? null;
  for (;;) {
    const place = isBackwards
      ? { order, last: pageSize, before: edge }
      : { order, first: pageSize, after: edge };
    const page = await memberListStore.page(tx, place, wide, reader);
    const walked = inTurn(page, isBackwards);
    for (const row of walked.rows) {
      found.push(row);
      if (row.id === end) return found;
    }
    const last = walked.rows.at(-1);
    if (!walked.hasMore || last === undefined) return found;
    edge = page.cursorOf(last);
  }
}

/** Whom the words of a search name: of them a count tells as well, on whatever page. */
async function named(tx: Tx, { search, reader }: AskedByStanding): Promise<readonly MemberRow[]> {
  if (search.words === null) return [];
  const standings = withLeftOut(search.standings).filter(isNotSimply);
  if (standings.length === 0) return [];
  // By joining: in another order it may not be searched.
  const byJoining = { ...reader, orderBy: 'joined' } as const;
  const page = { first: pageSize };
  return (await memberListStore.page(tx, page, { ...search, standings }, byJoining)).rows;
}

/**
 * Of whom a page of a list tells that they are not simply active: who is on it, who would stand
 * among them and is left out, and whom the words of a search name, the first hundred of these. How
 * many are of a standing names nobody.
 */
export async function toldByStanding(tx: Tx, asked: AskedByStanding): Promise<ToldStanding[]> {
  const leavesOut = asked.search.standings.includes('active');
  const among = leavesOut ? await inSpan(tx, asked) : asked.shown.rows;
  const told = [...among, ...(await named(tx, asked))];
  return told.filter(({ standing }) => isNotSimply(standing));
}
