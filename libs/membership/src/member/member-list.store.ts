import { columnsOf, findsWords, keysetList, mapPage } from '@rochdale/platform';
import type { IdAudience, Page, PageRequest, Tx } from '@rochdale/platform';
import { MemberEntity } from './member.entity.js';
import { view } from './member.store.js';
import type { MemberRow } from './member.store.js';
import type { Standing } from './standing.js';
import type { Audience } from './visibility.js';

/** By when they joined, or by their names. */
export type MemberOrder = 'joined' | 'name';

/** Which members a reader looks for; by name only those whose names the reader may see. */
export interface MemberSearch {
  readonly standings: readonly Standing[];
  readonly words: readonly string[] | null;
}

export interface NameReader {
  readonly readerId: string | null;
  /** Names opened to these are the reader's to see. */
  readonly audiences: readonly Audience[];
  /** As whom the reader is told ids: those who are not inside have an order of their own. */
  readonly askedAs: IdAudience;
}

const members = keysetList<MemberRow, MemberSearch, NameReader>({
  name: 'membership.list-members',
  select: view,
  from: 'membership.members',
  where: 'cooperative_id = :cooperativeId',
  // Ids are made in order of time, so this is the order of joining.
  keys: [{ column: 'id', field: 'id', type: 'id' }],
  order: 'ascending',
  filters: {
    standings: { anyOf: 'standing', type: 'text' },
    words: findsWords('words', {
      id: 'members.id',
      kind: 'member',
      and: '(name_visible_to = any (:audiences::text[]) or members.id = :readerId::uuid)',
    }),
  },
});

// Whose name the reader may not see has no place among names. The key is a column: under row-level
// security nothing is looked up by what a function makes of one.
const membersByName = members.ordered<MemberRow & Pick<MemberEntity, 'nameKey'>>({
  name: 'by-name',
  select: columnsOf(MemberEntity, { only: ['nameKey'] }),
  where: `name_key is not null
    and (name_visible_to = any (:audiences::text[]) or id = :readerId::uuid)`,
  keys: [
    { column: 'name_key', field: 'nameKey', type: 'text' },
    { column: 'id', field: 'id', type: 'id' },
  ],
  order: 'ascending',
  filters: ['standings'],
});

// For those who are not inside: in an order that tells nothing, stays the same, and is another one
// for each of them, or their lists would be put side by side. Ids have random bits enough that
// nobody finds one by its digest.
const scatter = 'md5(members.id::text || :askedAs::text)';
const membersScattered = members.ordered<MemberRow & { readonly scatter: string }>({
  name: 'scattered',
  select: `${scatter} as scatter`,
  keys: [
    { column: scatter, field: 'scatter', type: 'text' },
    { column: 'id', field: 'id', type: 'id' },
  ],
  order: 'ascending',
  filters: ['standings', 'words'],
});

export const memberListStore = {
  /** Members of these standings, in order of joining, or of the names that the reader may see. */
  async page(
    tx: Tx,
    request: PageRequest,
    filter: MemberSearch,
    { orderBy = 'joined', ...reader }: NameReader & { readonly orderBy?: MemberOrder },
  ): Promise<Page<MemberRow>> {
    const given = { params: reader, filter };
    if (orderBy === 'name') {
      return mapPage(await membersByName.page(tx, request, given), (row): MemberRow => row);
    }
    return reader.askedAs === 'inside'
      ? members.page(tx, request, given)
      : mapPage(await membersScattered.page(tx, request, given), (row): MemberRow => row);
  },
};
