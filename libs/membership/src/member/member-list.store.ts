import { findsMarkedWords, keysetList, mapPage } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { view } from './member.store.js';
import type { MemberRow } from './member.store.js';
import type { Standing } from './standing.js';
import type { Audience } from './visibility.js';

/** By when they joined, as far as the reader is told that, or by what the reader calls them by. */
export type MemberOrder = 'joined' | 'name';

/** Which members a reader looks for: by words of what the reader calls them by. */
export interface MemberSearch {
  readonly standings: readonly Standing[];
  readonly words: readonly string[] | null;
  /** Only who was a member, or who never was one. */
  readonly wereAdmitted?: boolean | null;
}

export interface NameReader {
  readonly readerId: string | null;
  /** Names opened to these are the reader's to see. */
  readonly audiences: readonly Audience[];
  /** And so are pseudonyms opened to these, where the name is not. */
  readonly pseudonymsTo: readonly Audience[];
  /** How close the reader is: officers are told who joined when, and by it. */
  readonly viewer: Audience;
}

const isNamed = `(name_visible_to = any (:audiences::text[])
  or members.id is not distinct from :readerId::uuid)`;
const isCalled = `(not ${isNamed} and pseudonym_visible_to = any (:pseudonymsTo::text[]))`;

/** What statements are given of it. */
type NameParams = Omit<NameReader, 'viewer'>;

const wereAdmitted = '(admitted_at is not null) = :wereAdmitted::boolean';

const id = { column: 'id', field: 'id', type: 'id' } as const;
const members = keysetList<MemberRow, MemberSearch, NameParams>({
  name: 'membership.list-members',
  select: view,
  from: 'membership.members',
  // Between whom somebody joined would say who they were.
  where: 'cooperative_id = :cooperativeId and erased_at is null',
  // Ids are made in order of time, so this is the order of joining.
  keys: [id],
  order: 'ascending',
  filters: {
    standings: { anyOf: 'standing', type: 'text' },
    wereAdmitted,
    words: findsMarkedWords('words', {
      id: 'members.id',
      kind: 'member',
      ways: [
        { mark: '', and: isNamed },
        // Officers know both; who is told the name and no more is not told the pseudonym.
        { mark: '~', and: `${isCalled} or 'officers' = any (:audiences::text[])` },
      ],
    }),
  },
});

// Who is called nothing before the reader has no place among names. The keys are columns: under
// row-level security nothing is looked up by what a function makes of one.
type Called = MemberRow & { readonly calledKey: string };
const membersByName = members.ordered<Called>({
  name: 'by-name',
  select: 'name_key as "calledKey"',
  where: `name_key is not null and ${isNamed}`,
  keys: [{ column: 'name_key', field: 'calledKey', type: 'text' }, id],
  among: {
    select: 'pseudonym_key as "calledKey"',
    where: `pseudonym_key is not null and ${isCalled}`,
    keys: [{ column: 'pseudonym_key', field: 'calledKey', type: 'text' }, id],
  },
  order: 'ascending',
  filters: ['standings', 'wereAdmitted'],
});

// In orders that tell nothing and stay the same, for members another one than for strangers: or
// their lists would be put side by side.
const inPlace = (of: 'outside' | 'inside') =>
  members.ordered<MemberRow & { readonly place: bigint }>({
    name: `in-place-${of}`,
    select: `place_${of} as place`,
    keys: [{ column: `place_${of}`, field: 'place', type: 'whole' }, id],
    order: 'ascending',
    filters: ['standings', 'words', 'wereAdmitted'],
  });
const membersInPlace = {
  public: inPlace('outside'),
  members: inPlace('inside'),
} as const;

export const memberListStore = {
  /**
   * Members of these standings by what the reader calls them, in order of joining for officers, and
   * otherwise in one that tells nothing.
   */
  async page(
    tx: Tx,
    request: PageRequest,
    filter: MemberSearch,
    asked: NameReader & { readonly orderBy?: MemberOrder },
  ): Promise<Page<MemberRow>> {
    const { orderBy = 'joined', viewer, ...params } = asked;
    const given = { params, filter };
    if (orderBy === 'name') {
      return mapPage(await membersByName.page(tx, request, given), (row): MemberRow => row);
    }
    if (viewer === 'officers') return members.page(tx, request, given);
    return mapPage(await membersInPlace[viewer].page(tx, request, given), (row): MemberRow => row);
  },
};
