import { z } from 'zod';
import { allFacts } from '../catalogue/fact.js';
import { idOf, idOfKindIn, toldFact } from '../catalogue/told-ids.js';
import { sql } from '../db/statement.js';
import type { Tx } from '../db/tx.js';
import type { PersonalData } from './personal-data.js';
import { PersonalDataSources } from './personal-data-sources.js';
import type { PersonOfData } from './person.js';

interface OwnFact {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

// Who else was told, and about which other members something was done, is not the person's; nor is
// what a bank said to the office of somebody who paid for them, nor what somebody else did before.
const ownFacts = sql(
  'platform.export-own-facts',
  `select type, subject_kind as "subjectKind",
     case when subject_kind not in ('member', 'account') or subject_id in ($2, $3)
       then subject_id end as "subjectId",
     case when f.is_about
       then data - 'treasurerMemberIds' - 'officerMemberIds' - 'officeReason' end as data,
     f.is_by as "byOneself", case when f.is_by then via end as via,
     case when f.is_by then request_id end as "requestId",
     occurred_at as "occurredAt", recorded_at as "recordedAt"
   from platform.facts cross join lateral (select
     (subject_id = $2 or subject_id = $3 or data ->> 'memberId' = $2::text
       or data ->> 'payeeMemberId' = $2::text) is true as is_about,
     (member_id = $2 or account_id = $3) is true as is_by) f
   where cooperative_id = $1 and (f.is_about or f.is_by and type <> all ($4::text[]))
   order by position`,
);
const ownFiles = sql(
  'platform.export-own-attachments',
  `select id, name, media_type as "mediaType", size_bytes as "sizeBytes", sha256,
     subject_kind as "subjectKind", subject_id as "subjectId", created_at as "createdAt"
   from platform.attachments
   where cooperative_id = $1 and (uploaded_by_member_id = $2 or uploaded_by_account_id = $3)
   order by created_at, id`,
);

// Whom one looked at is not one’s own; of who looked, the office is.
const ownLooks = sql(
  'platform.export-own-looks',
  `select what, case when member_id = $2 then by_offices end as "byOffices",
     (member_id = $2) is true as "atOneself", looked_at as "lookedAt"
   from platform.looks
   where cooperative_id = $1 and (member_id = $2 or by_member_id = $2 or by_account_id = $3)
   order by looked_at, id`,
);

const ofKind = z.looseObject({
  subjectKind: z.string().nullable(),
  subjectId: idOfKindIn('subjectKind').nullable(),
});
/** Which of it are ids, and of what; the data of each fact say so themselves. */
const ownTracesShape = z.object({
  facts: z.array(ofKind),
  files: z.array(ofKind.extend({ id: idOf('File') })),
  looks: z.array(z.looseObject({})),
});

/** What the log has of a person, as the subject and as who acted, and what they uploaded. */
export async function ownTraces(
  tx: Tx,
  { accountId, memberId }: PersonOfData,
): Promise<Record<string, readonly object[]>> {
  const whose = [tx.cooperativeId, memberId, accountId];
  const kept = [...allFacts().values()].filter(({ isKeptFromActor }) => isKeptFromActor);
  const asked = [...whose, kept.map(({ type }) => type)];
  const facts = await tx.rows<OwnFact>(ownFacts, asked);
  return {
    facts: facts.map((fact) =>
      fact.data === null ? fact : { ...fact, data: toldFact(fact.type, fact.data, 'inside') },
    ),
    files: await tx.rows(ownFiles, whose),
    looks: await tx.rows(ownLooks, whose),
  };
}

/** Where rooms register what they keep; what the platform keeps is among it. */
export function openPersonalDataSources(
  catalogue: readonly PersonalData[] = [],
): PersonalDataSources {
  const sources = new PersonalDataSources(catalogue);
  sources.register('platform', ownTracesShape, ownTraces);
  return sources;
}
