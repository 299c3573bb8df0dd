/** By what proposals are filed under, and where they were put to the vote. */
export interface FilingFilter {
  /** The key of a topic. */
  readonly topic?: string | null;
  /** One tag, however it is written. */
  readonly tag?: string | null;
  /** The key of a working group. */
  readonly workingGroup?: string | null;
  /** The assembly that decides or decided. For members. */
  readonly assemblyId?: string | null;
}

/** The same in SQL, of lists of proposals that call theirs so. */
export const filingFilters = (p: string) => ({
  topic: `exists (select from governance.proposal_topics f where f.cooperative_id = :cooperativeId
    and f.topic_key = :topic and f.proposal_id = ${p}.id)`,
  tag: `exists (select from governance.proposal_tags f where f.cooperative_id = :cooperativeId
    and f.tag = :tag and f.proposal_id = ${p}.id)`,
  workingGroup: `exists (select from governance.proposal_groups f
    where f.cooperative_id = :cooperativeId and f.group_key = :workingGroup
      and f.proposal_id = ${p}.id)`,
  assemblyId: `exists (select from governance.assembly_votes f
    where f.cooperative_id = :cooperativeId and f.assembly_id = :assemblyId::uuid
      and f.proposal_id = ${p}.id)`,
});
