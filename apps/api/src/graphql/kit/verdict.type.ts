import { Field, ObjectType } from '@nestjs/graphql';
import type { Verdict } from '@rochdale/platform';

@ObjectType('Verdict', { description: 'Whether the viewer may do something, and if not, why.' })
export class VerdictType {
  @Field(() => Boolean, { description: 'True when it may be done now.' })
  allowed!: boolean;

  @Field(() => String, { nullable: true, description: 'A stable code, or null when allowed.' })
  reason!: string | null;
}

/** Joins the permission's answer with what the rules of the thing itself say. */
export function verdict(permission: Verdict, refusedBecause?: string | null): VerdictType {
  if (!permission.allowed) return { allowed: false, reason: permission.reason };
  const reason = refusedBecause ?? null;
  return { allowed: reason === null, reason };
}
