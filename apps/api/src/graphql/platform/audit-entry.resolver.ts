import { ID, Resolver } from '@nestjs/graphql';
import { canonicalJson, personsOfFact, toldFact, toldSubject } from '@rochdale/platform';
import type { ErasedBeside } from '@rochdale/platform';
import type { GraphContext } from '../kit/graph-context.js';
import { Relation } from '../kit/field/row-fields.js';
import { MemberLoader } from '../membership/member.loader.js';
import { AuditEntryType } from './audit.type.js';

const subjectOf = ({ row: { subjectKind: kind, subjectId: id } }: AuditEntryType) =>
  id === null ? null : { kind, id };

/** Whom an entry names, each by an id of now. */
@Resolver(() => AuditEntryType)
export class AuditEntryResolver {
  constructor(private readonly members: MemberLoader) {}

  @Relation(() => String, {
    description: 'Its id, as its type gives it. Empty where it is not told.',
  })
  async subjectId(entries: readonly AuditEntryType[], graph: GraphContext): Promise<string[]> {
    const erased = await this.#erased(graph, entries);
    return entries.map((entry, nth) => {
      const subject = subjectOf(entry);
      return subject === null ? '' : toldSubject(subject, graph.audience, erased[nth]).id;
    });
  }

  @Relation(() => String, { description: 'The fact’s data as JSON: ids and amounts.' })
  async dataJson(entries: readonly AuditEntryType[], graph: GraphContext): Promise<string[]> {
    const erased = await this.#erased(graph, entries);
    return entries.map(({ row: { type, data } }, nth) =>
      canonicalJson(toldFact(type, data, graph.audience, erased[nth])),
    );
  }

  @Relation(() => ID, { nullable: true, description: 'The member who did it.' })
  memberId(entries: readonly AuditEntryType[], graph: GraphContext) {
    return this.members.toldIds(
      graph,
      entries,
      ({ row }) => row.memberId,
      ({ row }) => row.id,
    );
  }

  #erased(graph: GraphContext, entries: readonly AuditEntryType[]): Promise<ErasedBeside[]> {
    return this.members.erasedBeside(
      graph,
      entries,
      (entry) => personsOfFact(entry.row.type, subjectOf(entry), entry.row.data),
      ({ row }) => row.id,
    );
  }
}
