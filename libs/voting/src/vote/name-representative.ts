import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { VoterRoll } from '../electorate/voter-roll.js';
import { refusal, requireInStanding } from './giving.js';
import { votingErrors } from '../voting.errors.js';
import { RepresentativeNamed } from '../voting.events.js';
import type { Representation } from '../representative/representative.store.js';
import { representativeStore } from '../representative/representative.store.js';

/** An organisation has so many at most who may cast its vote. */
const mostRepresentatives = 10;

/** An organisation names a member who may cast its vote, beside itself and the others it named. */
@Injectable()
export class NameRepresentative {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly roll: VoterRoll,
    private readonly members: MemberDirectory,
  ) {}

  /**
   * Doing it twice is doing it once.
   *
   * @throws CodedError FORBIDDEN, DELEGATION_TO_ONESELF, REPRESENTED_NOT_ORGANISATION,
   *   DELEGATE_NOT_FOUND of who is no member in standing, REPRESENTATIVES_TOO_MANY
   */
  async execute(
    actor: Actor,
    { memberId }: { readonly memberId: string },
  ): Promise<Representation> {
    permit(actor, 'representative.name');
    const organisationId = actor.memberId;
    if (organisationId === null) throw new Error('a member names who votes for it');
    if (memberId === organisationId) {
      throw refusal(
        'DELEGATION_TO_ONESELF',
        'Who votes themselves needs nobody named.',
        'memberId',
      );
    }
    const named = { organisationId, memberId };
    return this.unitOfWork.run(actor, async (tx) => {
      await requireInStanding(tx, this.roll, memberId, 'memberId');
      if ((await this.members.find(tx, organisationId))?.kind !== 'organisation') {
        const message = 'A person votes themselves; only an organisation names who votes for it.';
        throw votingErrors.error('REPRESENTED_NOT_ORGANISATION', message);
      }
      if ((await representativeStore.countOthers(tx, named)) >= mostRepresentatives) {
        const message = `An organisation names ${mostRepresentatives} at most.`;
        throw votingErrors.error('REPRESENTATIVES_TOO_MANY', message, { path: ['memberId'] });
      }
      if (await representativeStore.insert(tx, named)) {
        tx.announce(RepresentativeNamed.of(organisationId, named));
      }
      return named;
    });
  }
}
