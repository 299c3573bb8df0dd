import { Field, ObjectType } from '@nestjs/graphql';
import type { Audience, MemberKind, MemberView } from '@rochdale/membership';
import type { IdAudience, StrangersSee } from '@rochdale/platform';
import { connectionOf } from '../kit/list/connection.js';
import { toShownMemberId } from '../kit/node/global-id.js';
import { NodeType } from '../kit/node/node.type.js';
import { VerdictType } from '../kit/verdict.type.js';
import { AudienceEnum, MemberKindEnum } from './standing.type.js';

@ObjectType('MemberViewerCan', { description: 'What the viewer may do with a member.' })
export class MemberViewerCanType {
  /** Whom it is about, for resolvers of other rooms; not part of the schema. */
  memberId!: string;

  /** Where they stand, as far as the viewer is told; likewise. */
  standing!: string | null;

  @Field(() => VerdictType, { description: 'Change the member’s standing.' })
  changeStanding!: VerdictType;

  @Field(() => VerdictType, { description: 'Give the member an office.' })
  appointRole!: VerdictType;

  @Field(() => VerdictType, { description: 'Choose what others see of the member.' })
  chooseVisibility!: VerdictType;

  @Field(() => VerdictType, { description: 'Choose by what the member is called instead.' })
  choosePseudonym!: VerdictType;

  @Field(() => VerdictType, { description: 'Leave the co-operative.' })
  leave!: VerdictType;
}

@ObjectType('Member', {
  implements: () => [NodeType],
  description: 'A member, as the viewer may see them: what they may not see is null.',
})
export class MemberType extends NodeType {
  /** The member's own id, for resolvers; not part of the schema. */
  memberId!: string;

  /** For loaders, which show nobody where they stood; not part of the schema. */
  isErased!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'What the viewer calls the member: the name, or the pseudonym instead of it.',
  })
  displayName!: string | null;

  @Field(() => Boolean, { description: 'Whether `displayName` is a pseudonym.' })
  isPseudonym!: boolean;

  @Field(() => MemberKindEnum, { description: 'A person or an organisation.' })
  kind!: MemberKind;

  @Field(() => String, { nullable: true, description: 'The key of the member’s class.' })
  classKey!: string | null;

  /** For the resolver that shows it, which puts on record who reads of arrears. */
  standing!: string | null;

  @Field(() => Date, { nullable: true, description: 'When the member was admitted.' })
  admittedAt!: Date | null;

  @Field(() => AudienceEnum, {
    nullable: true,
    description: 'Who sees the name; for the member and the officers.',
  })
  nameVisibleTo!: Audience | null;

  @Field(() => String, {
    nullable: true,
    description: 'What those read who may not see the name; for the member and the officers.',
  })
  pseudonym!: string | null;

  @Field(() => AudienceEnum, {
    nullable: true,
    description: 'Who reads the pseudonym instead; for the member and the officers.',
  })
  pseudonymVisibleTo!: Audience | null;

  @Field(() => AudienceEnum, {
    nullable: true,
    description: 'Who sees class and date of joining; for the member and the officers.',
  })
  profileVisibleTo!: Audience | null;
}

export const MemberConnection = connectionOf('Member', MemberType);

export function toMember(view: MemberView, audience: IdAudience): MemberType {
  return {
    id: toShownMemberId(view.id, audience, strangersSee(view)),
    memberId: view.id,
    isErased: view.isErased,
    displayName: view.displayName,
    isPseudonym: view.isPseudonym,
    kind: view.kind,
    classKey: view.classKey,
    standing: view.standing,
    admittedAt: view.admittedAt,
    nameVisibleTo: view.nameVisibleTo,
    pseudonym: view.pseudonym,
    pseudonymVisibleTo: view.pseudonymVisibleTo,
    profileVisibleTo: view.profileVisibleTo,
  };
}

/** As a stranger is shown it, or as it is shown to strangers, in one's own view. */
function strangersSee(view: MemberView): StrangersSee {
  const { displayName, isPseudonym, nameVisibleTo, pseudonym, pseudonymVisibleTo } = view;
  const isOwn = nameVisibleTo !== null;
  const called = displayName === null ? 'nothing' : isPseudonym ? 'pseudonym' : 'name';
  if (!isOwn) return called;
  if (nameVisibleTo === 'public') return displayName === null ? 'nothing' : 'name';
  return pseudonym !== null && pseudonymVisibleTo === 'public' ? 'pseudonym' : 'nothing';
}
