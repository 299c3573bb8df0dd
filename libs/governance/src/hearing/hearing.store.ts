import { columnsOf, sql } from '@rochdale/platform';
import type { Some, Tx } from '@rochdale/platform';
import { ProposalEntity } from '../proposal/proposal.entity.js';
import { hearingWords, isPlain, neutral, wordColumns } from '../words/hearing-words.js';
import type { HearingWords, ShownWords } from '../words/hearing-words.js';

const kept = ['id', ...wordColumns] as const;
type KeptRow = Readonly<Pick<ProposalEntity, (typeof kept)[number]>>;
const columns = columnsOf(ProposalEntity, { only: kept });

const find = sql(
  'governance.find-words-of-hearings',
  `select ${columns} from governance.proposals
   where cooperative_id = $1 and id = any ($2::uuid[]) and is_hearing`,
);

const lockPlain = sql(
  'governance.lock-plain-hearings',
  `select ${columns} from governance.proposals
   where cooperative_id = $1 and is_hearing and ${isPlain}
   order by id limit $2 offset $3 for update`,
);

const seal = sql(
  'governance.set-sealed-words',
  `update governance.proposals set title = '${neutral.title}', body = '', urgent_reason = null,
     ended_reason = null, words_sealed = $3,
     ended_reason_sealed = coalesce(ended_reason_sealed, $4)
   where cooperative_id = $1 and id = $2 and is_hearing and words_sealed is null`,
);

const sealEnding = sql(
  'governance.set-sealed-ending',
  `update governance.proposals set ended_reason = null, ended_reason_sealed = $3
   where cooperative_id = $1 and id = $2 and is_hearing and ended_reason is not null`,
);

const drop = sql(
  'governance.forget-words-of-draft',
  `update governance.proposals set title = '${neutral.title}', body = '', urgent_reason = null,
     ended_reason = null, words_sealed = null, ended_reason_sealed = null
   where cooperative_id = $1 and id = $2 and is_hearing
     and state in ('cancelled', 'withdrawn') and notice_until is null and opened_at is null`,
);

const plainWords = ({ title, body, urgentReason }: KeptRow): HearingWords | null =>
  ['Erased', neutral.title].includes(title) && body === '' && urgentReason === null
    ? null
    : { title, body, urgentReason };

function opened(row: KeptRow): ShownWords | null {
  const { id, wordsSealed, endedReasonSealed, endedReason } = row;
  const words = hearingWords.open(id, wordsSealed) ?? plainWords(row);
  if (words === null) return null;
  return { ...words, endedReason: endedReason ?? hearingWords.openEnding(id, endedReasonSealed) };
}

/** What was said in hearings, opened. Who may read it is for the caller to know. */
export const hearingStore = {
  /** By proposal; without those that are no hearing, and whose words went. */
  async words(tx: Tx, proposalIds: readonly string[]): Promise<ReadonlyMap<string, ShownWords>> {
    const rows = await tx.rows<KeptRow>(find, [tx.cooperativeId, proposalIds]);
    const found = new Map<string, ShownWords>();
    for (const row of rows) {
      const words = opened(row);
      if (words !== null) found.set(row.id, words);
    }
    return found;
  },

  /** Seals what was said before it was sealed, of so many hearings: of how many. */
  async sealPlain(tx: Tx, { atMost, but }: Some): Promise<number> {
    const rows = await tx.rows<KeptRow>(lockPlain, [tx.cooperativeId, atMost, but]);
    for (const row of rows) await sealRow(tx, row);
    return rows.length;
  },

  /** What nobody else could read goes with its draft. */
  dropDraft: (tx: Tx, proposalId: string): Promise<void> =>
    tx.change(drop, [tx.cooperativeId, proposalId]),
};

async function sealRow(tx: Tx, row: KeptRow): Promise<void> {
  const { id, wordsSealed, endedReason } = row;
  const ending = hearingWords.sealEnding(id, endedReason);
  const words = plainWords(row);
  if (wordsSealed === null && words !== null) {
    await tx.change(seal, [tx.cooperativeId, id, hearingWords.seal(id, words), ending]);
  } else if (endedReason !== null) {
    await tx.change(sealEnding, [tx.cooperativeId, id, ending]);
  }
}
