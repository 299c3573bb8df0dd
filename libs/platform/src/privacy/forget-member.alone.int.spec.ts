import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Postponed } from '../catalogue/postponed.js';
import { FactRelay } from '../events/relay.js';
import { Attachments } from '../files/attachments.js';
import { LocalFileStore } from '../files/file-store.js';
import { RemoveFiles } from '../files/remove-files.js';
import { anonymousActor, systemActor } from '../kernel/actor.js';
import type { Actor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { assert } from '../kernel/assert.js';
import '../platform.permissions.js';
import '../platform.personal-data.js';
import { forgetMemberOfPlatform, ownFacts } from './forget-member.js';
import { allRetentions } from './retention.js';

const cooperativeId = newId();
const person = (): Actor & { readonly memberId: string } => ({
  ...anonymousActor(cooperativeId),
  kind: 'account',
  accountId: newId(),
  memberId: newId(),
  via: 'session',
});
const system = systemActor(cooperativeId, 'job');

let world: TestWorld;
let folder: string;
let store: LocalFileStore;
let attachments: Attachments;
beforeAll(async () => {
  world = await createTestWorld();
  folder = await mkdtemp(join(tmpdir(), 'rochdale-forgotten-'));
  store = new LocalFileStore(folder);
  attachments = new Attachments(world.unitOfWork, store, 1000);
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const erase = (memberId: string) =>
  world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [memberId, cooperativeId],
  );
const forget = ({ memberId }: { readonly memberId: string }) =>
  world.unitOfWork.run(system, (tx) => forgetMemberOfPlatform(tx, { memberId }));
const fact = ({ accountId, memberId }: Actor) =>
  world.asOwner(
    `insert into platform.facts (id, type, version, subject_kind, subject_id, visibility, data,
       cooperative_id, actor_kind, account_id, member_id, via, request_id, occurred_at)
     values ($1, 'x', 1, 'member', $2, 'private', '{}', $3, 'account', $4, $2, 'session', 'r',
       now())`,
    [newId(), memberId, cooperativeId, accountId],
  );
const told = (type: string, subject: [kind: string, id: string], by: Actor, data: object) =>
  world.asOwner(
    `insert into platform.facts (id, type, version, subject_kind, subject_id, visibility, data,
       cooperative_id, actor_kind, account_id, member_id, via, request_id, occurred_at)
     values ($1, $2, 1, $3, $4, 'private', $5, $6, 'account', $7, $8, 'session', 'r', now())`,
    [newId(), type, ...subject, data, cooperativeId, by.accountId, by.memberId],
  );
const accountsOf = ({ memberId }: Actor) =>
  world.asOwner('select account_id from platform.facts where member_id = $1', [memberId]);

describe('of an erased member', () => {
  it('facts lead to no account, and nothing else of a fact ever changes', async () => {
    const [ada, ben] = [person(), person()];
    for (const one of [ada, ben]) await fact(one);
    await expect(forget(ada)).rejects.toThrow('never changed');
    await erase(ada.memberId);
    await forget(ada);
    await forget(ada);
    expect(await accountsOf(ada)).toEqual([{ account_id: null }]);
    expect(await accountsOf(ben)).toEqual([{ account_id: ben.accountId }]);
    const other = `update platform.facts set type = 'y' where member_id = $1`;
    await expect(world.asOwner(other, [ada.memberId])).rejects.toThrow('never changed');
  });

  it('facts of theirs alone go, whoever did it, and nobody else’s of the same kind', async () => {
    const [ada, ben] = [person(), person()];
    for (const [whose, by] of [
      [ada, ben],
      [ben, ada],
    ] as const) {
      const { memberId } = whose;
      await told('membership.VisibilityChosen', ['member', memberId], whose, { memberId });
      await told('dues.WaiverChanged', ['waiver', newId()], by, { memberId });
      await told('governance.ProposalDrafted', ['proposal', newId()], whose, {});
      await told('dues.InvoicePaid', ['invoice', newId()], by, { memberId });
    }
    await expect(forget(ada)).rejects.toThrow('never changed');
    await erase(ada.memberId);
    await forget(ada);
    await forget(ada);
    const left = (one: Actor) =>
      world.asOwner<{ type: string }>(
        `select type from platform.facts f
         where type <> 'x' and platform.owner_of_fact(f) = $1 order by 1`,
        [one.memberId],
      );
    expect(await left(ada)).toEqual([{ type: 'dues.InvoicePaid' }]);
    expect((await left(ben)).map(({ type }) => type)).toEqual([
      'dues.InvoicePaid',
      'dues.WaiverChanged',
      'governance.ProposalDrafted',
      'membership.VisibilityChosen',
    ]);
  });

  it('the database lets the kinds of facts go that are deleted here, and no others', async () => {
    const [found] = await world.asOwner<{ text: string }>(
      `select pg_get_functiondef('platform.keep_fact()'::regprocedure) as text`,
    );
    const listed = /old[.]type in [(]([^)]*)[)]/.exec(found?.text ?? '')?.[1] ?? '';
    const types = [...listed.matchAll(/'([^']+)'/g)].map(([, type]) => type);
    expect(types).toHaveLength(ownFacts.length);
    expect(new Set(types)).toEqual(new Set(ownFacts));
  });

  it('facts of theirs alone wait for the relay: what follows them is done first', async () => {
    const ada = person();
    const { memberId } = ada;
    await told('membership.MemberRenamed', ['member', memberId], ada, { memberId });
    await world.asOwner(
      'insert into platform.fact_outbox select position from platform.facts where subject_id = $1',
      [memberId],
    );
    await erase(memberId);
    await expect(forget(ada)).rejects.toBeInstanceOf(Postponed);
    const remove = 'delete from platform.facts where subject_id = $1';
    await expect(world.asOwner(remove, [memberId])).rejects.toThrow('told before it goes');
    await new FactRelay(world.unitOfWork).relay();
    await forget(ada);
    const left = 'select from platform.facts where subject_id = $1';
    expect(await world.asOwner(left, [memberId])).toEqual([]);
  });

  it('facts wait for the relay also at their term', async () => {
    const [ada, ben] = [person(), person()];
    for (const { memberId } of [ada, ben]) {
      await told('membership.MemberAdmitted', ['member', memberId], ada, { memberId });
    }
    const ids = [ada.memberId, ben.memberId];
    await world.asOwner(
      'insert into platform.fact_outbox select position from platform.facts where subject_id = $1',
      [ben.memberId],
    );
    const drop = allRetentions().find(({ table }) => table === 'platform.facts');
    assert(drop !== undefined, 'facts have a term');
    const subjects = `select subject_id as id from platform.facts where subject_id = any($1)
      order by position`;
    await world.asOwner('alter table platform.facts disable trigger user');
    await world.asOwner(
      `update platform.facts set occurred_at = now() - interval '4 years'
       where subject_id = any($1)`,
      [ids],
    );
    await world.asOwner('alter table platform.facts enable trigger user');
    const dropped = () =>
      world.unitOfWork.run(system, (tx) => tx.run(drop.statement, [cooperativeId, tx.now]));
    await dropped();
    expect(await world.asOwner(subjects, [ids])).toEqual([{ id: ben.memberId }]);
    await new FactRelay(world.unitOfWork).relay();
    await dropped();
    expect(await world.asOwner(subjects, [ids])).toEqual([]);
  });

  it('uploads that belong to nothing go, bytes and all; others lead to no account', async () => {
    const ada = person();
    const file = { name: 'my-own-name.pdf', bytes: Buffer.from('%PDF-1.7\n') };
    const [loose, taken] = [await attachments.keep(ada, file), await attachments.keep(ada, file)];
    await world.unitOfWork.run(ada, (tx) =>
      attachments.attach(tx, [taken.id], { kind: 'expense', id: newId() }, () => []),
    );
    await erase(ada.memberId);
    await forget(ada);
    const rows = await world.asOwner('select id, uploaded_by_account_id from platform.attachments');
    expect(rows).toEqual([{ id: taken.id, uploaded_by_account_id: null }]);
    const [job] = await world.asOwner<{ payload: { fileIds: string[] } }>(
      `select payload from platform.jobs where name = 'platform.remove-files'`,
    );
    expect(job?.payload.fileIds).toEqual([loose.id]);
    const removing = new RemoveFiles(store);
    for (let time = 0; time < 2; time += 1) {
      await removing.execute(system, { fileIds: job?.payload.fileIds ?? [] });
    }
    expect(await readdir(join(folder, cooperativeId))).toEqual([taken.id]);
    await expect(removing.execute(ada, { fileIds: [] })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('uploads that were never attached to anything go a week later, bytes and all', async () => {
    const ada = person();
    const file = { name: 'my-own-name.pdf', bytes: Buffer.from('%PDF-1.7\n') };
    const [loose, taken] = [await attachments.keep(ada, file), await attachments.keep(ada, file)];
    await world.unitOfWork.run(ada, (tx) =>
      attachments.attach(tx, [taken.id], { kind: 'expense', id: newId() }, () => []),
    );
    const drop = allRetentions().find(({ term }) => term === 'let-go');
    assert(drop?.areFiles === true, 'files have a term');
    const dropped = (before: Date) =>
      world.unitOfWork.run(system, async (tx) =>
        (await tx.rows<{ id: string }>(drop.statement, [cooperativeId, before])).map(
          ({ id }) => id,
        ),
      );
    const now = world.clock.now().getTime();
    expect(await dropped(new Date(now - 1000))).toEqual([]);
    expect(await dropped(new Date(now + 1000))).toEqual([loose.id]);
  });
});
