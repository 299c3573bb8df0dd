import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork, violates } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { membershipErrors } from '../membership.errors.js';
import { parseRole } from './role-term.js';
import type { RoleOrigin } from './role-term.js';
import type { RoleTermRow } from './role.store.js';
import { appointInTx } from './roles.js';

export interface AppointRoleInput {
  readonly memberId: string;
  readonly role: string;
  /** Now, when left out. */
  readonly startsAt?: Date | null;
  /** Until it is ended, when left out. */
  readonly endsAt?: Date | null;
  /** Elections are recorded by the service when a vote has passed; people appoint. */
  readonly origin?: RoleOrigin;
}

/** Gives a member an office for a term. */
@Injectable()
export class AppointRole {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError ROLE_UNKNOWN, ROLE_TERM_INVALID, ROLE_TERM_OVERLAPS, ROLE_NEEDS_MEMBER,
   *   MEMBER_UNKNOWN
   */
  async execute(actor: Actor, input: AppointRoleInput): Promise<RoleTermRow> {
    permit(actor, 'role.appoint');
    const role = parseRole(input.role);
    const origin = actor.kind === 'system' ? (input.origin ?? 'appointed') : 'appointed';
    try {
      return await this.unitOfWork.run(actor, (tx) => {
        const startsAt = input.startsAt ?? tx.now;
        if (startsAt < tx.now && actor.kind !== 'system') {
          throw membershipErrors.error('ROLE_TERM_INVALID', 'A term does not start in the past.', {
            path: ['startsAt'],
          });
        }
        const endsAt = input.endsAt ?? null;
        return appointInTx(tx, { memberId: input.memberId, role, origin, startsAt, endsAt });
      });
    } catch (error) {
      throw termOverlap(error) ?? error;
    }
  }
}

/** What Postgres' refusal of overlapping terms means; null for any other error. */
export function termOverlap(error: unknown): Error | null {
  if (!violates(error, 'role_terms_overlap_excl')) return null;
  return membershipErrors.error(
    'ROLE_TERM_OVERLAPS',
    'This member holds this office already during that time.',
    { path: ['startsAt'] },
  );
}
