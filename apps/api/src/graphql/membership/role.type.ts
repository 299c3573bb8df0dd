import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { RoleOrigin, RoleTermRow } from '@rochdale/membership';
import type { Role } from '@rochdale/platform';
import { toGlobalId } from '../kit/node/global-id.js';

export const RoleEnum = {
  TREASURER: 'treasurer',
  SECRETARY: 'secretary',
  MEMBERSHIP_OFFICER: 'membership-officer',
  ADMINISTRATOR: 'administrator',
  AUDITOR: 'auditor',
  COORDINATOR: 'coordinator',
} as const;

registerEnumType(RoleEnum, {
  name: 'Role',
  description: 'An office that a member holds for a term.',
  valuesMap: {
    TREASURER: { description: 'Keeps the books and releases money.' },
    SECRETARY: { description: 'Keeps decisions and minutes.' },
    MEMBERSHIP_OFFICER: { description: 'Admits members and looks after them.' },
    ADMINISTRATOR: { description: 'Sets up the co-operative and its offices.' },
    AUDITOR: { description: 'Reads everything about money, changes nothing.' },
    COORDINATOR: { description: 'Co-ordinates a working group.' },
  },
});

export const RoleOriginEnum = { APPOINTED: 'appointed', ELECTED: 'elected' } as const;

registerEnumType(RoleOriginEnum, {
  name: 'RoleOrigin',
  description: 'How a member came to an office.',
  valuesMap: {
    APPOINTED: { description: 'By appointment.' },
    ELECTED: { description: 'By election.' },
  },
});

@ObjectType('RoleTerm', { description: 'A member’s term in an office.' })
export class RoleTermType {
  @Field(() => ID, { description: 'The id of the term.' })
  id!: string;

  @Field(() => RoleEnum, { description: 'The office.' })
  role!: Role;

  @Field(() => RoleOriginEnum, { description: 'How the member came to it.' })
  origin!: RoleOrigin;

  @Field(() => Date, { description: 'When the term begins.' })
  startsAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When it ends; null until somebody ends it.',
  })
  endsAt!: Date | null;
}

export function toRoleTerm(row: RoleTermRow): RoleTermType {
  const { id, role, origin, startsAt, endsAt } = row;
  return { id: toGlobalId('RoleTerm', id), role, origin, startsAt, endsAt };
}
