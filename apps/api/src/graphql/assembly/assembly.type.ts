import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { AssemblyView, AssemblyVoteView, AttendanceView } from '@rochdale/governance';
import { ArrayMaxSize, IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { ProposalType } from '../governance/proposal.type.js';
import { Payload } from '../kit/error/user-error.type.js';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';

@ObjectType('Assembly', { description: 'Members come together, and decide as those present.' })
export class AssemblyType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'What it is called.' })
  title!: string;

  @Field(() => Date, { description: 'When it began.' })
  beganAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it ended; null while it goes on.' })
  endedAt!: Date | null;

  @Field(() => Int, { description: 'How many are present, or were as it ended.' })
  present!: number;

  @Field(() => Boolean, { description: 'Whether the viewer is, or was.' })
  isViewerPresent!: boolean;
}

export const AssemblyConnection = connectionOf('Assembly', AssemblyType);

export function toAssembly(view: AssemblyView): AssemblyType {
  const { title, beganAt, endedAt, present, isViewerPresent } = view;
  const id = toGlobalId('Assembly', view.id);
  return { id, title, beganAt, endedAt, present, isViewerPresent };
}

@ObjectType('Attendance', { description: 'One who is present at an assembly.' })
export class AttendanceType {
  /** For resolvers; not part of the schema. */
  view!: AttendanceView;

  @Field(() => Boolean, { description: 'Whether it is the viewer.' })
  isViewer!: boolean;

  @Field(() => Boolean, { description: 'Whether they said so themselves, by the code.' })
  isConfirmed!: boolean;
}

@ObjectType('AssemblyVote', { description: 'How an assembly was asked.' })
export class AssemblyVoteType {
  /** For resolvers; not part of the schema. */
  view!: AssemblyVoteView;

  @Field(() => Int, {
    description: 'How many were present as it opened; 0 where that was not kept.',
  })
  present!: number;

  @Field(() => Int, {
    description: 'How many of them are there by the word of officers, and did not say so.',
  })
  byOfficers!: number;
}

export const AttendanceConnection = connectionOf('Attendance', AttendanceType);

@InputType({ description: 'Who comes to an assembly, or goes.' })
export class AssemblyCheckInMembersInput {
  @Field(() => ID, { description: 'Which.' })
  @IsString()
  @MaxLength(200)
  assemblyId!: string;

  @Field(() => [ID], { description: 'Who: at most 200 at once, all of them or nobody.' })
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  memberIds!: string[];

  @Field(() => Boolean, { nullable: true, description: 'Whether they go.' })
  @IsOptional()
  @IsBoolean()
  isLeaving?: boolean | null;
}

@ObjectType({ description: 'An assembly after a change, or why it was not made.' })
export class AssemblyPayload extends Payload {
  @Field(() => AssemblyType, { nullable: true, description: 'The assembly.' })
  assembly?: AssemblyType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'When it begins: by what members say that they are there. Told once, for who chairs it to ' +
      'read out.',
  })
  code?: string | null;

  @Field(() => ProposalType, {
    nullable: true,
    description: 'What was put to the vote, or closed.',
  })
  proposal?: ProposalType | null;
}
