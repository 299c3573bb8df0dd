import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@rochdale/membership';
import { Attachments, defineAction, idOf, LocalFileStore, newId } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { memberDirectory } from '../../../membership/src/testing/membership-world.js';
import { forgetDecisions } from '../nomination/forget-decisions.js';
import { parseRule } from '../policy/decision-rule.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { commentFileName } from './comment.js';
import { StateOutcome } from '../outcome/state-outcome.js';
import { CommentQueries } from './comment.queries.js';
import { EditComment } from './edit-comment.js';
import { ModerateComment } from './moderate-comment.js';
import { ReactToComment } from './react-to-comment.js';
import { RemoveComment } from './remove-comment.js';
import { WriteComment } from './write-comment.js';

const Hear = defineAction({
  kind: 'talked-of.hear',
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
let folder = '';
let attachments: Attachments;
let write: WriteComment;
let edit: EditComment;
let remove: RemoveComment;
let moderate: ModerateComment;
let react: ReactToComment;
beforeAll(async () => {
  world = await createDecisionWorld(5);
  const directory = memberDirectory();
  folder = await mkdtemp(join(tmpdir(), 'comments-'));
  attachments = new Attachments(world.unitOfWork, new LocalFileStore(folder), 1_000);
  write = new WriteComment(world.unitOfWork, directory, attachments);
  edit = new EditComment(world.unitOfWork, directory);
  remove = new RemoveComment(world.unitOfWork);
  moderate = new ModerateComment(world.unitOfWork);
  react = new ReactToComment(world.unitOfWork);
  await world.asOwner('alter table membership.members drop constraint members_class_fkey');
  for (const nth of [2, 3, 4]) await listed(nth);
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const by = (nth: number) => world.voters[nth]!;
const member = (nth: number) => by(nth).memberId ?? '';
const listed = (nth: number) =>
  world.asOwner(
    `insert into membership.members (id, cooperative_id, kind, class_key, standing,
       standing_since, applied_at, admitted_at, display_name)
     values ($1, $2, 'person', 'user', 'active', now(), now(), now(), $3)`,
    [member(nth), world.cooperativeId, `Member ${nth}`],
  );
/** Who was told that they are mentioned in it, in the order of time. */
const told = async (commentId: string) => {
  const rows = await world.asOwner<{ data: { memberId: string } }>(
    `select data from platform.facts where type = 'governance.MemberMentioned'
       and data ->> 'commentId' = $1 order by position`,
    [commentId],
  );
  return rows.map(({ data }) => data.memberId);
};
const said = async (proposalId: string, nth: number, body: string, inReplyToId?: string) =>
  (
    await write.execute(by(nth), {
      proposalId,
      body,
      inReplyToId: inReplyToId ?? null,
      inReplyToVersion: 1,
    })
  ).commentId;
const closed = async (proposalId: string) => {
  world.clock.advance({ hours: 24 * 30 });
  await world.closing.execute(world.system, { proposalId });
};
const read = (proposalId: string, nth = 1) =>
  world.unitOfWork.read(by(nth), async (tx) => {
    const queries = new CommentQueries();
    const threads = (await queries.threads(tx, [proposalId], {})).get(proposalId)?.rows ?? [];
    const ids = threads.map(({ id }) => id);
    const replies = await queries.replies(tx, ids, {});
    return threads.map((one) => ({ ...one, replies: replies.get(one.id)?.rows ?? [] }));
  });

describe('what members say on a proposal', () => {
  it('is read in threads, each in the order in which it was written', async () => {
    const id = await world.openUnder(ruleLike());
    const first = await said(id, 1, 'Why a kettle?');
    world.clock.advance({ minutes: 1 });
    const second = await said(id, 2, 'And who cleans it?');
    world.clock.advance({ minutes: 1 });
    const answer = await said(id, 3, 'For tea.', first);
    world.clock.advance({ minutes: 1 });
    await said(id, 1, 'I see.', answer);
    const threads = await read(id);
    expect(threads.map(({ id: one, body }) => [one, body])).toEqual([
      [first, 'Why a kettle?'],
      [second, 'And who cleans it?'],
    ]);
    expect(threads[0]?.replies.map(({ body }) => body)).toEqual(['For tea.', 'I see.']);
    const elsewhere = await world.openUnder(ruleLike());
    await expect(said(elsewhere, 1, 'Here?', first)).rejects.toMatchObject({
      code: 'COMMENT_NOT_FOUND',
    });
    for (const nothing of [' ', '\u202E\u200B\u2800', '\u3164']) {
      await expect(said(id, 1, nothing)).rejects.toMatchObject({ code: 'COMMENT_INVALID' });
    }
    await expect(said(newId(), 1, 'a')).rejects.toMatchObject({ code: 'PROPOSAL_NOT_FOUND' });
  });

  it('is put right by who wrote it, soon, and before anybody answered', async () => {
    const id = await world.openUnder(ruleLike());
    const commentId = await said(id, 1, 'Tee');
    const right = { commentId, version: 1, body: 'Tea' };
    await expect(edit.execute(by(2), right)).rejects.toMatchObject({ code: 'COMMENT_NOT_YOURS' });
    await edit.execute(by(1), right);
    const stale = { code: 'COMMENT_VERSION_STALE', details: { data: { version: 2 } } };
    await expect(edit.execute(by(1), right)).rejects.toMatchObject(stale);
    const idea = { commentId, reaction: 'idea' } as const;
    const old = react.execute(by(2), { ...idea, version: 1, isOn: true });
    await expect(old).rejects.toMatchObject(stale);
    await expect(said(id, 2, 'Yes!', commentId)).rejects.toMatchObject({
      ...stale,
      path: ['inReplyToVersion'],
    });
    await react.execute(by(2), { ...idea, version: 2, isOn: true });
    const stands = { code: 'COMMENT_STANDS' };
    const again = { commentId, version: 2, body: 'No' };
    await expect(edit.execute(by(1), again)).rejects.toMatchObject(stands);
    await react.execute(by(2), { ...idea, version: 2, isOn: false });
    world.clock.advance({ minutes: 15 });
    await expect(edit.execute(by(1), again)).rejects.toMatchObject(stands);
    expect(await read(id)).toMatchObject([{ body: 'Tea', editedAt: expect.any(Date) as Date }]);
  });

  it('is counted without words, once by each, and by nobody’s name', async () => {
    const id = await world.openUnder(ruleLike());
    const commentId = await said(id, 1, 'Tea');
    for (const nth of [2, 2, 3]) {
      await react.execute(by(nth), { commentId, version: 1, reaction: 'thanks', isOn: true });
    }
    const reactions = async (nth: number) => (await read(id, nth))[0]?.reactions;
    expect(await reactions(2)).toEqual([{ kind: 'thanks', count: 2, isOwn: true }]);
    expect(await reactions(4)).toEqual([{ kind: 'thanks', count: 2, isOwn: false }]);
  });

  it('stands once it is decided, and only an officer takes something out, marked', async () => {
    const id = await world.openUnder(ruleLike());
    const own = await said(id, 1, 'Mine');
    const commentId = await said(id, 2, 'Ada owes me money.');
    const stays = await said(id, 3, 'So it is.');
    const ofOfficer = await said(id, 0, 'I know it.');
    await react.execute(by(3), { commentId, version: 1, reaction: 'concern', isOn: true });
    await remove.execute(by(1), { commentId: own });
    await closed(id);
    const over = { code: 'DISCUSSION_CLOSED' };
    await expect(said(id, 1, 'Late')).rejects.toMatchObject(over);
    await expect(remove.execute(by(3), { commentId: stays })).rejects.toMatchObject(over);
    const onIt = { commentId: stays, version: 1, reaction: 'thanks', isOn: true } as const;
    await expect(react.execute(by(1), onIt)).rejects.toMatchObject(over);
    const reason = 'personal-data';
    await expect(moderate.execute(by(1), { commentId, reason })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(
      moderate.execute(world.secretary, { commentId: ofOfficer, reason }),
    ).rejects.toMatchObject(over);
    await moderate.execute(world.secretary, { commentId, reason });
    const facts = await world.asOwner(
      `select visibility, data from platform.facts where subject_id = $1
         and type in ('governance.CommentRemoved', 'governance.WordsRemoved') order by position`,
      [id],
    );
    expect(facts).toEqual([
      { visibility: 'members', data: { proposalId: id, commentId: own } },
      { visibility: 'members', data: { proposalId: id, commentId } },
      { visibility: 'private', data: { proposalId: id, memberId: member(2), because: reason } },
    ]);
    await expect(moderate.execute(world.secretary, { commentId, reason })).rejects.toMatchObject({
      code: 'COMMENT_NOT_FOUND',
    });
    const marks = (await read(id)).map(({ body, removedBecause, removedByMemberId }) => [
      body,
      removedBecause,
      removedByMemberId,
    ]);
    expect(marks).toEqual([
      ['', 'author', member(1)],
      ['', reason, world.secretary.memberId],
      ['So it is.', null, null],
      ['I know it.', null, null],
    ]);
    await expect(
      world.asOwner(`update governance.comments set body = 'x' where id = $1`, [stays]),
    ).rejects.toThrow('stands');
  });

  it('shows files of who wrote it, as long as it stands', async () => {
    const id = await world.openUnder(ruleLike());
    const upload = async (nth: number) => {
      const bytes = Buffer.from(`%PDF-1.4\n${newId()}\n%%EOF\n`);
      return (await attachments.keep(by(nth), { name: 'Plan of Ada.pdf', bytes })).id;
    };
    const [plan, ofOther] = [await upload(1), await upload(2)];
    const on = { proposalId: id, body: 'The plan' };
    await expect(write.execute(by(1), { ...on, fileIds: [plan, ofOther] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      path: ['fileIds', '1'],
    });
    const many = Array.from({ length: 6 }, () => plan);
    await expect(write.execute(by(1), { ...on, fileIds: many })).rejects.toMatchObject({
      code: 'COMMENT_INVALID',
    });
    expect(await read(id)).toEqual([]);
    const { commentId } = await write.execute(by(1), { ...on, fileIds: [plan] });
    const shown = () =>
      world.unitOfWork.read(by(2), (tx) => attachments.ofSubjects(tx, 'comment', [commentId]));
    const [file] = await shown();
    expect(file).toMatchObject({ id: plan, subjectId: commentId });
    expect(commentFileName(by(1), file!, 1)).toBe('Plan of Ada.pdf');
    expect(commentFileName(by(2), file!, 1)).toBe('file-1.pdf');
    const again = write.execute(by(1), { ...on, fileIds: [plan] });
    await expect(again).rejects.toMatchObject({ code: 'ATTACHMENT_IN_USE' });
    for (const change of ['set subject_kind = null, subject_id = null', `set subject_id = id`]) {
      await expect(
        world.asOwner(`update platform.attachments ${change} where id = $1`, [plan]),
      ).rejects.toThrow('stays with it');
    }
    const gone = world.asOwner('delete from platform.attachments where id = $1', [plan]);
    await expect(gone).rejects.toThrow('stays with it');
    await closed(id);
    await moderate.execute(world.secretary, { commentId, reason: 'offence' });
    expect(await shown()).toEqual([]);
  });

  it('is all written or not at all, wherever it dies', async () => {
    const id = await world.openUnder(ruleLike());
    await dyingOnEachLine(
      () => said(id, 1, 'Tea'),
      async () => {
        expect(await read(id)).toEqual([]);
      },
    );
    expect(await read(id)).toMatchObject([{ body: 'Tea' }]);
  });

  it('comes before the close or not at all', async () => {
    for (let round = 0; round < 3; round += 1) {
      const id = await world.openUnder(ruleLike({ earlyClose: { when: 'outcome-certain' } }));
      for (let nth = 0; nth < world.voters.length; nth += 1) await world.vote(id, nth, 'agree');
      const [written] = await Promise.allSettled([
        said(id, 1, 'Tea'),
        world.closing.execute(world.system, { proposalId: id }),
      ]);
      expect((await read(id)).length).toBe(written.status === 'fulfilled' ? 1 : 0);
      if (written.status === 'rejected') {
        expect(written.reason).toMatchObject({ code: 'DISCUSSION_CLOSED' });
      }
    }
  });
});

describe('who puts a comment right while it is answered', () => {
  it('is told that it stands, or the other that it was put right', async () => {
    const id = await world.openUnder(ruleLike());
    const first = await said(id, 1, 'A kettle?');
    for (const isReaction of [false, true, false, true]) {
      world.clock.advance({ minutes: 10 });
      const commentId = await said(id, 2, 'Two.', first);
      world.clock.advance({ minutes: 1 });
      const settled = await Promise.allSettled([
        edit.execute(by(2), { commentId, version: 1, body: 'None.' }),
        isReaction
          ? react.execute(by(3), { commentId, version: 1, reaction: 'celebrate', isOn: true })
          : said(id, 3, 'Yes!', commentId),
      ]);
      const refused = settled.filter((one) => one.status === 'rejected');
      const code = expect.stringMatching(/^COMMENT_(STANDS|VERSION_STALE)$/) as string;
      expect(refused).toMatchObject([{ reason: { code } }]);
    }
  });
});

describe('who may say something', () => {
  it('is nobody on a draft that others do not read, and so many times', async () => {
    const key = `k-${newId()}`;
    await world.adopt.execute(world.system, { key, title: 'A policy', rule: ruleLike() });
    const text = { title: 'Kettle', body: 'Red.', policyKey: key, actions: [] };
    const { proposalId } = await world.draft.execute(by(0), text);
    await expect(said(proposalId, 1, 'a')).rejects.toMatchObject({ code: 'PROPOSAL_NOT_FOUND' });
    const notTaken = { code: 'DISCUSSION_NOT_TAKEN' };
    await expect(said(proposalId, 0, 'a')).rejects.toMatchObject(notTaken);
    await world.open.execute(by(0), { proposalId });
    for (let nth = 0; nth < 18; nth += 1) await said(proposalId, 4, `No. ${nth}`);
    const more = await Promise.allSettled([1, 2, 3, 4].map(() => said(proposalId, 4, 'More')));
    const refused = { reason: { code: 'COMMENT_LIMIT_REACHED' } };
    expect(more.filter(({ status }) => status === 'rejected')).toMatchObject([refused, refused]);
    expect(await read(proposalId, 1)).toHaveLength(20);
    const stranger = { ...by(1), cooperativeId: newId() };
    const none = world.unitOfWork.read(stranger, (tx) =>
      new CommentQueries().threads(tx, [proposalId], {}),
    );
    expect((await none).get(proposalId)?.rows ?? []).toEqual([]);
  });

  it('mentions nobody who is on no list, and is told no more of them', async () => {
    const id = await world.openUnder(ruleLike());
    const on = { proposalId: id, body: 'Hello' };
    const unknown = [member(1), member(1), newId()];
    await expect(write.execute(by(1), { ...on, mentionIds: unknown })).rejects.toMatchObject({
      code: 'MEMBER_UNKNOWN',
      path: ['mentionIds', '2'],
    });
    const many = Array.from({ length: 11 }, () => newId());
    await expect(write.execute(by(1), { ...on, mentionIds: many })).rejects.toMatchObject({
      code: 'COMMENT_INVALID',
    });
    expect(await read(id)).toEqual([]);
  });

  it('calls members by name, each of whom is told once', async () => {
    const id = await world.openUnder(ruleLike());
    const on = { proposalId: id, body: 'Hello', mentionIds: [member(2), member(1), member(2)] };
    const { commentId } = await write.execute(by(1), on);
    expect(await told(commentId)).toEqual([member(2)]);
    const both = [member(2), member(3)];
    let version = 0;
    for (const mentionIds of [[], both, [], both]) {
      version += 1;
      await edit.execute(by(1), { commentId, version, body: 'Hello both', mentionIds });
    }
    expect(await told(commentId)).toEqual([member(2), member(3)]);
    expect((await read(id))[0]?.mentionIds.toSorted()).toEqual([member(2), member(3)].toSorted());
    await remove.execute(by(1), { commentId });
    expect(await read(id)).toMatchObject([{ body: '', mentionIds: [], removedBecause: 'author' }]);
  });

  it('writes to nobody again and again, whoever mentions them', async () => {
    const id = await world.openUnder(ruleLike());
    world.clock.advance({ days: 2 });
    const times = [...Array.from({ length: 11 }, () => 0), ...Array.from({ length: 11 }, () => 1)];
    for (const nth of times) {
      await write.execute(by(nth), { proposalId: id, body: 'You', mentionIds: [member(4)] });
    }
    const written = await Promise.all((await read(id)).map(async (one) => told(one.id)));
    expect(written.flat()).toEqual(Array.from({ length: 20 }, () => member(4)));
    const kept = 'who was told was told';
    for (const change of [
      'update governance.comment_mentions set told_at = null where told_at is not null',
      'delete from governance.comment_mentions',
    ]) {
      await expect(world.asOwner(change)).rejects.toThrow(kept);
    }
  });

  it('is nobody on a hearing, nor does the database take a word of it', async () => {
    const action = Hear.of({ memberId: member(3) });
    const id = await world.openUnder(ruleLike(), { action });
    await expect(said(id, 1, 'She stole.')).rejects.toMatchObject({ code: 'DISCUSSION_NOT_TAKEN' });
    const smuggled = world.asOwner(
      `insert into governance.comments (id, cooperative_id, proposal_id, written_by_member_id,
         body, written_at) values ($1, $2, $3, $4, 'She stole.', now())`,
      [newId(), world.cooperativeId, id, member(1)],
    );
    await expect(smuggled).rejects.toThrow('what was said stands');
    expect(await read(id)).toEqual([]);
  });

  it('is forgotten with every word, also of what is decided', async () => {
    const id = await world.openUnder(ruleLike());
    const commentId = await said(id, 3, 'I am ill.');
    const other = await said(id, 2, 'Get well.');
    await react.execute(by(3), { commentId: other, version: 1, reaction: 'thanks', isOn: true });
    await closed(id);
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at)
       values ($1, $2, now())`,
      [member(3), world.cooperativeId],
    );
    await world.unitOfWork.run(world.system, (tx) =>
      forgetDecisions(tx, { memberId: member(3), removesTexts: false }),
    );
    expect(await read(id)).toMatchObject([
      { id: commentId, body: '', removedBecause: 'erased', removedByMemberId: null },
      { id: other, body: 'Get well.', reactions: [] },
    ]);
  });

  it('takes with them what others said of an election in which they stood', async () => {
    const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
    const rule = parseRule({ ...plain, ballotKind: 'single-choice', winnerNeeds: null });
    await world.adopt.execute(world.system, { key: 'choice', title: 'It', rule });
    const who = { title: 'Who', body: '', policyKey: 'choice', actions: [] };
    const candidates = [member(2), member(4)];
    const id = await world.unitOfWork.run(by(0), (tx) =>
      world.drafting.write(tx, { ...who, candidates }, 'member'),
    );
    await world.open.execute(by(0), { proposalId: id });
    await said(id, 1, 'She drinks.');
    await closed(id);
    const told = { proposalId: id, version: 0, body: 'She did not win, and we know why.' };
    await new StateOutcome(world.unitOfWork).execute(by(0), told);
    const forget = () =>
      world.unitOfWork.run(world.system, (tx) =>
        forgetDecisions(tx, { memberId: member(4), removesTexts: false }),
      );
    await expect(forget()).rejects.toThrow('what was said stands');
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at)
       values ($1, $2, now())`,
      [member(4), world.cooperativeId],
    );
    await forget();
    expect(await read(id)).toMatchObject([{ body: '', removedBecause: 'erased' }]);
    const left = await world.asOwner(
      'select body from governance.outcome_statements where proposal_id = $1',
      [id],
    );
    expect(left).toEqual([{ body: '' }]);
  });
});
