import '@rochdale/membership';
import { defineAction, idOf, newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { memberDirectory } from '../../../membership/src/testing/membership-world.js';
import { LinkQueries } from '../about/link.queries.js';
import { AcceptAmendment } from '../amendment/accept-amendment.js';
import { ProposeAmendment } from '../amendment/propose-amendment.js';
import { EditProposal } from '../editing/edit-proposal.js';
import { VersionQueries } from '../editing/version.queries.js';
import { forgetDecisions } from '../nomination/forget-decisions.js';
import { SecondProposal } from '../opening/second-proposal.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { AcceptAuthorship } from './accept-authorship.js';
import { AuthorQueries } from './author.queries.js';
import { InviteAuthor } from './invite-author.js';
import { LinkProposal } from './link-proposal.js';
import { RemoveAuthor } from './remove-author.js';

const Hear = defineAction({
  kind: 'written-of.hear',
  payload: z.strictObject({ memberId: idOf('Member') }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  service: null,
  summary: () => 'Hears a member.',
  run: async () => undefined,
  isHearing: true,
});

let world: DecisionWorld;
let invite: InviteAuthor;
let accept: AcceptAuthorship;
let remove: RemoveAuthor;
let edit: EditProposal;
let link: LinkProposal;
beforeAll(async () => {
  world = await createDecisionWorld(6);
  invite = new InviteAuthor(world.unitOfWork, memberDirectory());
  accept = new AcceptAuthorship(world.unitOfWork);
  remove = new RemoveAuthor(world.unitOfWork);
  edit = new EditProposal(world.unitOfWork, world.actions);
  link = new LinkProposal(world.unitOfWork);
  await world.adopt.execute(world.system, { key: 'plain', title: 'Plain', rule: ruleLike() });
  const shown = ruleLike({ secondersNeeded: 1 });
  await world.adopt.execute(world.system, { key: 'shown', title: 'Shown', rule: shown });
  await world.asOwner('alter table membership.members drop constraint members_class_fkey');
  for (const { memberId } of world.voters) {
    await world.asOwner(
      `insert into membership.members (id, cooperative_id, kind, class_key, standing,
         standing_since, applied_at, admitted_at, display_name)
       values ($1, $2, 'person', 'user', 'active', now(), now(), now(), 'Member')`,
      [memberId, world.cooperativeId],
    );
  }
});
afterAll(() => world.close());

const by = (nth: number): Actor => world.voters[nth]!;
const member = (nth: number): string => by(nth).memberId ?? '';
const drafted = async (policyKey = 'plain') =>
  (await world.draft.execute(by(0), { title: 'Kettle', body: 'Red.', policyKey, actions: [] }))
    .proposalId;
const asks = (proposalId: string, nth: number, asking = 0) =>
  invite.execute(by(asking), { proposalId, memberId: member(nth) });
const written = async (policyKey = 'plain') => {
  const proposalId = await drafted(policyKey);
  await asks(proposalId, 1);
  await accept.execute(by(1), { proposalId });
  return proposalId;
};
const changed = (proposalId: string, nth: number, version: number, body: string) =>
  edit.execute(by(nth), { proposalId, version, body });
/** Who is named, as one of them reads it: whether they said so. */
const named = (proposalId: string, reader: number) =>
  world.unitOfWork.read(by(reader), async (tx) =>
    (await new AuthorQueries().of(tx, [proposalId])).map(({ memberId, acceptedAt }) => [
      world.voters.findIndex((one) => one.memberId === memberId),
      acceptedAt !== null,
    ]),
  );
const versions = (proposalId: string, reader: number) =>
  world.unitOfWork.read(by(reader), async (tx) => {
    const pages = await new VersionQueries().pages(tx, [proposalId], {});
    return (pages.get(proposalId)?.rows ?? []).map(({ version }) => version);
  });
const erased = async (nth: number) => {
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [member(nth), world.cooperativeId],
  );
  await world.unitOfWork.run(world.system, (tx) =>
    forgetDecisions(tx, { memberId: member(nth), removesTexts: false }),
  );
};
const rows = async (table: string, proposalId: string) =>
  (await world.asOwner(`select 1 from governance.${table} where proposal_id = $1`, [proposalId]))
    .length;
const code = (said: string) => ({ code: said });

describe('a draft that several write', () => {
  it('is read by who is asked, and edited by who says yes', async () => {
    const id = await drafted();
    await changed(id, 0, 1, 'Red, and mine alone.');
    await changed(id, 0, 2, 'Red, please.');
    await expect(asks(id, 2, 1)).rejects.toMatchObject(code('PROPOSAL_NOT_FOUND'));
    const nobody = invite.execute(by(0), { proposalId: id, memberId: newId() });
    await expect(nobody).rejects.toMatchObject(code('MEMBER_UNKNOWN'));
    await expect(named(id, 1)).resolves.toEqual([]);
    await dyingOnEachLine(
      () => asks(id, 1),
      async () => {
        expect(await rows('authors', id)).toBe(0);
      },
    );
    await asks(id, 1);
    await asks(id, 0);
    expect(await named(id, 1)).toEqual([[1, false]]);
    await expect(changed(id, 1, 3, 'Blue.')).rejects.toMatchObject(code('PROPOSAL_NOT_FOUND'));
    await expect(accept.execute(by(2), { proposalId: id })).rejects.toMatchObject({
      ...code('PROPOSAL_NOT_FOUND'),
      message: 'There is no such proposal.',
    });
    await accept.execute(by(1), { proposalId: id });
    await accept.execute(by(1), { proposalId: id });
    await changed(id, 1, 3, 'Blue.');
    expect(await named(id, 0)).toEqual([[1, true]]);
    expect([await versions(id, 0), await versions(id, 1)]).toEqual([
      [1, 2, 3, 4],
      [3, 4],
    ]);
    const facts = await world.asOwner<{ data: object }>(
      `select data from platform.facts where type = 'governance.AuthorInvited'
         and subject_id = $1`,
      [id],
    );
    expect(facts).toEqual([{ data: { proposalId: id, memberId: member(1) } }]);
    await expect(asks(id, 2, 1)).rejects.toMatchObject(code('PROPOSAL_NOT_FOUND'));
    for (const act of [world.open]) {
      const opening = act.execute(by(1), { proposalId: id });
      await expect(opening).rejects.toMatchObject(code('PROPOSAL_NOT_FOUND'));
    }
  });

  it('names who said yes once it is put forward, and nobody else, for good', async () => {
    const id = await written();
    await asks(id, 2);
    expect(await named(id, 1)).toEqual([[1, true]]);
    await world.open.execute(by(0), { proposalId: id });
    expect(await named(id, 3)).toEqual([[1, true]]);
    expect(await rows('authors', id)).toBe(1);
    const over = code('PROPOSAL_STATUS_CONFLICT');
    await expect(asks(id, 3)).rejects.toMatchObject(over);
    const out = { proposalId: id, memberId: member(1) };
    await expect(remove.execute(by(1), out)).rejects.toMatchObject(over);
    for (const change of [
      'delete from governance.authors where proposal_id = $1',
      'update governance.authors set accepted_at = now() where proposal_id = $1',
    ]) {
      await expect(world.asOwner(change, [id])).rejects.toThrow('who wrote it is known');
    }
  });

  it('is left by whoever will not, and goes on without whom its proposer will not', async () => {
    const id = await written();
    await asks(id, 2);
    const out = (nth: number, who: number) =>
      remove.execute(by(nth), { proposalId: id, memberId: member(who) });
    await expect(out(1, 2)).rejects.toMatchObject(code('PROPOSAL_NOT_FOUND'));
    await out(2, 2);
    await expect(out(0, 2)).rejects.toMatchObject(code('AUTHOR_UNKNOWN'));
    await out(0, 1);
    expect(await named(id, 0)).toEqual([]);
    await expect(changed(id, 1, 1, 'x')).rejects.toMatchObject(code('PROPOSAL_NOT_FOUND'));
  });

  it('is seconded by others, and amended in the vote by others', async () => {
    const id = await drafted('shown');
    const second = new SecondProposal(world.unitOfWork);
    await second.execute(by(1), { proposalId: id });
    await asks(id, 1);
    await accept.execute(by(1), { proposalId: id });
    const early = world.open.execute(by(0), { proposalId: id });
    await expect(early).rejects.toMatchObject(code('PROPOSAL_NEEDS_SECONDER'));
    const again = second.execute(by(1), { proposalId: id });
    await expect(again).rejects.toMatchObject(code('SECONDER_IS_PROPOSER'));
    await second.execute(by(2), { proposalId: id });
    await world.open.execute(by(0), { proposalId: id });
    const propose = new ProposeAmendment(world.unitOfWork, world.votes);
    const says = { proposalId: id, version: 1, body: 'Green.' };
    await expect(propose.execute(by(1), says)).rejects.toMatchObject(code('AMENDMENT_NOT_TAKEN'));
    const { amendmentId } = await propose.execute(by(3), says);
    const decide = new AcceptAmendment(world.unitOfWork, world.votes);
    await expect(decide.execute(by(2), { amendmentId })).rejects.toMatchObject(
      code('PROPOSAL_NOT_YOURS'),
    );
    await decide.execute(by(1), { amendmentId });
  });

  it('is no hearing, nor what a room put to the vote', async () => {
    const smuggled = (id: string, who: number, accepted: string | null) =>
      world.asOwner(
        `insert into governance.authors (proposal_id, member_id, cooperative_id, since_version,
           invited_at, accepted_at) values ($1, $2, $3, 1, now(), $4)`,
        [id, member(who), world.cooperativeId, accepted],
      );
    const plain = await drafted();
    for (const [who, accepted] of [[0, null] as const, [1, '2026-01-01'] as const]) {
      await expect(smuggled(plain, who, accepted)).rejects.toThrow('who wrote it is known');
    }
    const actions = [Hear.of({ memberId: member(3) })];
    const about = { title: 'Hearing', body: 'A.', policyKey: 'plain', actions };
    const { proposalId: id } = await world.draft.execute(by(0), about);
    await expect(asks(id, 1)).rejects.toMatchObject(code('AUTHORS_NOT_TAKEN'));
    await expect(smuggled(id, 1, null)).rejects.toThrow('who wrote it is known');
    const links = { proposalId: id, links: [] };
    await expect(link.execute(by(0), links)).rejects.toMatchObject(code('AUTHORS_NOT_TAKEN'));
  });
});

describe('what a proposal is about', () => {
  const about = (proposalId: string) =>
    world.unitOfWork.read(by(3), async (tx) =>
      (await new LinkQueries().of(tx, [proposalId])).map(({ kind, id }) => [kind, id]),
    );

  it('is said by its authors, stands once it is open, and goes with whom it leads to', async () => {
    const id = await written();
    const expense = newId();
    const links = [
      { kind: 'member', id: member(4) },
      { kind: 'expense', id: expense },
    ] as const;
    const says = (nth: number, some: typeof links | readonly [(typeof links)[0]]) =>
      link.execute(by(nth), { proposalId: id, links: some });
    await expect(says(2, links)).rejects.toMatchObject(code('PROPOSAL_NOT_FOUND'));
    const twice = link.execute(by(0), { proposalId: id, links: [links[0], links[0]] });
    await expect(twice).rejects.toMatchObject(code('PROPOSAL_LINKS_INVALID'));
    const none = link.execute(by(0), { proposalId: id, links: [{ kind: 'document', id: 'no' }] });
    await expect(none).rejects.toMatchObject(code('PROPOSAL_LINKS_INVALID'));
    await says(0, [links[0]]);
    await says(1, links);
    await world.open.execute(by(0), { proposalId: id });
    const both = [
      ['member', member(4)],
      ['expense', expense],
    ];
    expect(await about(id)).toEqual(both);
    await expect(says(0, links)).rejects.toMatchObject(code('PROPOSAL_STATUS_CONFLICT'));
    await expect(
      world.asOwner('delete from governance.proposal_links where proposal_id = $1', [id]),
    ).rejects.toThrow('stands once it is open');
    await erased(4);
    expect(await about(id)).toEqual([['expense', expense]]);
  });
});

describe('whoever is erased', () => {
  it('is named with nothing, and writes nothing any more', async () => {
    const [own, other] = [await written(), await drafted()];
    await asks(other, 5);
    await world.open.execute(by(0), { proposalId: own });
    await erased(1);
    await erased(5);
    expect([await named(own, 0), await named(other, 0)]).toEqual([[], []]);
    const late = world.asOwner(
      `insert into governance.authors (proposal_id, member_id, cooperative_id, since_version,
         invited_at) values ($1, $2, $3, 1, now())`,
      [other, member(5), world.cooperativeId],
    );
    await expect(late).rejects.toThrow('who wrote it is known');
    await asks(other, 2);
    await accept.execute(by(2), { proposalId: other });
    await erased(0);
    expect(await rows('authors', other)).toBe(0);
  });
});
