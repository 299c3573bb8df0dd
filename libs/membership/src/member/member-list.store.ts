import { createHash } from 'node:crypto';
import { findsMarkedWords, keysetList, mapPage } from '@rochdale/platform';
import type { IdAudience, Page, PageRequest, Tx } from '@rochdale/platform';
import { view } from './member.store.js';
import type { MemberRow } from './member.store.js';
import type { Standing } from './standing.js';
import type { Audience } from './visibility.js';

/** By when they joined, or by what the reader calls them by. */
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
  /** As whom the reader is told ids: those who are not inside have an order of their own. */
  readonly askedAs: IdAudience;
}

const isNamed = `(name_visible_to = any (:audiences::text[])
  or members.id is not distinct from :readerId::uuid)`;
const isCalled = `(not ${isNamed} and pseudonym_visible_to = any (:pseudonymsTo::text[]))`;

/** What statements are given of it. */
type NameParams = Omit<NameReader, 'askedAs'> & { readonly scatterSeed: bigint };

const wereAdmitted = '(admitted_at is not null) = :wereAdmitted::boolean';

const id = { column: 'id', field: 'id', type: 'id' } as const;
const members = keysetList<MemberRow, MemberSearch, NameParams>({
  name: 'membership.list-members',
  select: view,
  from: 'membership.members',
  where: 'cooperative_id = :cooperativeId',
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

// For those who are not inside: in an order that tells nothing, stays the same, and is another one
// for each of them, or their lists would be put side by side. Ids have random bits enough that
// nobody finds one by its digest; a whole number is made and compared for thousands in a moment.
const scatter = 'uuid_hash_extended(members.id, :scatterSeed::bigint)';
const membersScattered = members.ordered<MemberRow & { readonly scatter: bigint }>({
  name: 'scattered',
  select: `${scatter} as scatter`,
  keys: [{ column: scatter, field: 'scatter', type: 'whole' }, id],
  order: 'ascending',
  filters: ['standings', 'words', 'wereAdmitted'],
});

const seedOf = (askedAs: IdAudience): bigint =>
  createHash('sha256').update(askedAs).digest().readBigInt64BE();

export const memberListStore = {
  /** Members of these standings, in order of joining, or of what the reader calls them by. */
  async page(
    tx: Tx,
    request: PageRequest,
    filter: MemberSearch,
    asked: NameReader & { readonly orderBy?: MemberOrder },
  ): Promise<Page<MemberRow>> {
    const { orderBy = 'joined', askedAs, ...names } = asked;
    const given = { params: { ...names, scatterSeed: seedOf(askedAs) }, filter };
    if (orderBy === 'name') {
      return mapPage(await membersByName.page(tx, request, given), (row): MemberRow => row);
    }
    return askedAs === 'inside'
      ? members.page(tx, request, given)
      : mapPage(await membersScattered.page(tx, request, given), (row): MemberRow => row);
  },
};
