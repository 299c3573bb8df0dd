import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { RepresentativeEnded } from '../voting.events.js';
import { notRepresented } from './requires-representing.js';
import type { Representation } from './representative.store.js';
import { representativeStore } from './representative.store.js';

/** The organisation has somebody vote for it no more, or they do not want to. */
@Injectable()
export class EndRepresentative {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError REPRESENTATION_NOT_FOUND also of one between others */
  async execute(actor: Actor, ended: Representation): Promise<Representation> {
    permit(actor, 'representative.end');
    const isOwn = [ended.organisationId, ended.memberId].includes(actor.memberId ?? '');
    return this.unitOfWork.run(actor, async (tx) => {
      if (!isOwn || !(await representativeStore.end(tx, ended))) throw notRepresented(['memberId']);
      tx.announce(RepresentativeEnded.of(ended.organisationId, ended));
      return ended;
    });
  }
}
