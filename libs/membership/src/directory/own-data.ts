import { Injectable } from '@nestjs/common';
import { PersonalData, personalDataShape } from '@rochdale/identity';
import { idOf, personsIn, PersonalDataSources, toldData } from '@rochdale/platform';
import type { PersonOfData, Tx } from '@rochdale/platform';
import { z } from 'zod';
import { applicationStore } from '../application/application.store.js';
import { groupStore } from '../group/group.store.js';
import { invitationStore } from '../invitation/invitation.store.js';
import { pseudonymStore } from '../pseudonym/pseudonym.store.js';
import { roleStore } from '../role/role.store.js';
import { standingChangeStore } from '../standing/standing-change.store.js';
import { erasedAmong } from '../member/erased.queries.js';
import { memberStore } from '../member/member.store.js';

/** Everything that is kept about a person here, room by room. */
export type PersonalDataExport = Readonly<Record<string, unknown>>;

const ofMember = z.looseObject({ id: z.uuid(), memberId: idOf('Member') });

const ownMembershipShape = z.looseObject({
  member: z.looseObject({ id: idOf('Member'), accountId: idOf('Account') }).nullable(),
  applications: z.array(ofMember.extend({ id: idOf('Application') })),
  invitations: z.array(
    z.looseObject({
      id: idOf('Invitation'),
      memberId: idOf('Member').nullable(),
      invitedBy: idOf('Member').nullable(),
    }),
  ),
  standingChanges: z.array(ofMember.extend({ id: idOf('StandingChange') })),
  pseudonyms: z.array(z.looseObject({ takenAt: z.iso.datetime() })),
  roles: z.array(ofMember.extend({ id: idOf('RoleTerm') })),
  groups: z.array(z.looseObject({ key: z.string(), joinedAt: z.iso.datetime() })),
});

/** What is kept of who is invited, and did not answer yet. */
const nothing = {
  member: null,
  applications: [],
  standingChanges: [],
  pseudonyms: [],
  roles: [],
  groups: [],
};

/** What of it stands for all; the other rooms add what they keep, each under its own name. */
export const ownDataShape = z
  .object({
    exportedAt: z.iso.datetime(),
    cooperativeId: idOf('Cooperative'),
    identity: personalDataShape,
    membership: ownMembershipShape.nullable(),
  })
  .catchall(z.unknown());

/** Everything that is kept about a person here, room by room. */
@Injectable()
export class OwnData {
  constructor(
    private readonly identity: PersonalData,
    private readonly sources: PersonalDataSources,
  ) {}

  /** In the caller's transaction; the caller knows that it is for that person. */
  async of(tx: Tx, person: PersonOfData): Promise<PersonalDataExport> {
    const { accountId, memberId } = person;
    const collected = {
      exportedAt: tx.now.toISOString(),
      cooperativeId: tx.cooperativeId,
      identity: await this.identity.ofAccount(tx, accountId),
      membership: await this.#ownMembership(tx, person),
      ...(await this.sources.collect(tx, person)),
    };
    // As JSON carries it, with the ids that every edge gives and takes.
    const shape = ownDataShape.extend(this.sources.shapes);
    const data = plainJson(collected);
    const memberIds = await erasedAmong(tx, personsIn(shape, data));
    return toldData(shape, data, 'inside', { memberIds, thingId: memberId ?? accountId });
  }

  /** Null of who neither belongs, nor applied, nor is invited. */
  async #ownMembership(
    tx: Tx,
    { accountId, memberId }: PersonOfData,
  ): Promise<Record<string, unknown> | null> {
    const email = await this.identity.confirmedAddress(tx, accountId);
    const invitations = await invitationStore.toPerson(tx, memberId, email);
    if (memberId === null) return invitations.length === 0 ? null : { ...nothing, invitations };
    const [member] = await memberStore.findMany(tx, [memberId]);
    return {
      member: member ?? null,
      applications: await applicationStore.ofMembers(tx, [memberId]),
      invitations,
      standingChanges: await standingChangeStore.ofMember(tx, memberId),
      pseudonyms: await pseudonymStore.ofMember(tx, memberId),
      roles: await roleStore.ofMembers(tx, [memberId]),
      groups: await groupStore.ofMember(tx, memberId),
    };
  }
}

function plainJson(data: object): Record<string, unknown> {
  const text = JSON.stringify(data, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return JSON.parse(text) as Record<string, unknown>;
}
