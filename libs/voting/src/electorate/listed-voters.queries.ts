import { columnsOf, keysetList, sql } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { hashOfPlace, placesOf, provedPlace } from '../proof/places.js';
import { ElectorateEntity } from './electorate.entity.js';

const shown = ['proposalId', 'memberId', 'memberClass', 'weight', 'countsIfCast'] as const;

/** A voter, as the list of an electorate has them. */
export interface ListedVoter extends Readonly<Pick<ElectorateEntity, (typeof shown)[number]>> {
  /** Where they stand in the list: an order that tells nothing of anybody, another in each vote. */
  readonly placeInList: bigint;
}

const placeInList = 'uuid_hash_extended(e.member_id, hashtextextended(e.proposal_id::text, 0))';

const voters = keysetList<ListedVoter, object, { readonly proposalId: string }>({
  name: 'voting.list-electorate',
  select: `${columnsOf(ElectorateEntity, { of: 'e', only: shown })},
    ${placeInList} as "placeInList"`,
  from: 'governance.electorate e',
  where: 'e.cooperative_id = :cooperativeId and e.proposal_id = :proposalId::uuid',
  keys: [
    { column: placeInList, field: 'placeInList', type: 'whole' },
    { column: 'e.member_id', field: 'memberId', type: 'id' },
  ],
});

/** A page of an electorate. Who may read of which, and what of it, is for the caller to know. */
export function listedVoters(
  tx: Tx,
  proposalId: string,
  request: PageRequest,
): Promise<Page<ListedVoter>> {
  return voters.page(tx, request, { params: { proposalId } });
}

type Seated = Pick<ListedVoter, 'memberId' | 'memberClass' | 'weight'>;

const seats = sql(
  'voting.read-places',
  `select ${columnsOf(ElectorateEntity, { only: ['memberId', 'memberClass', 'weight'] })}
   from governance.electorate where proposal_id = $1 and cooperative_id = $2`,
);

/**
 * The places of an electorate, with the blanks among them, sorted: the SHA-256 of their canonical
 * JSON is the hash that was published. They tell nothing but how many are told may vote.
 */
export async function placesIn(
  tx: Tx,
  proposalId: string,
  salt: string,
  toldVoters: number,
): Promise<readonly string[]> {
  const found = await tx.rows<Seated>(seats, [proposalId, tx.cooperativeId]);
  return placesOf(found, salt, toldVoters);
}

/** The hash of a voter's place, as it stands among the places. */
export const placeHashOf = (seat: Seated, salt: string): string =>
  hashOfPlace(provedPlace(salt, seat));
