import { defineFact, defineLetter, newId, systemActor } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FactRelay } from '../../../platform/src/testing/inside.js';
import '../index.js';
import { Envelope } from '../letter/envelope.js';
import { PostedLetters } from '../letter/posted-letters.js';
import { AddressBook } from './address-book.js';
import type { Correspondent } from './address-book.js';
import { WriteFactLetters } from './write-fact-letters.js';

const Chosen = defineFact({
  type: 'fact-letter-test.Chosen',
  version: 1,
  subject: 'letter',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ memberIds: z.array(z.uuid()), amountMinor: z.string() }),
});
const ChosenLetter = defineLetter({
  kind: 'fact-letter-test.chosen',
  topic: 'decisions',
  on: Chosen,
  to: ({ memberIds }) => memberIds,
  text: {
    en: ({ to, sender, data }) => ({
      subject: `${sender} chose you`,
      text: `${to.name ?? ''}: ${data.amountMinor}`,
    }),
    de: ({ sender }) => ({ subject: `${sender} hat dich gewählt`, text: 'Du bist gewählt.' }),
  },
});
const ThanksLetter = defineLetter({
  kind: 'fact-letter-test.thanks',
  topic: 'news',
  on: Chosen,
  to: ({ memberIds }) => memberIds.slice(0, 1),
  text: { en: () => ({ subject: 'Thank you', text: 'Thank you.' }) },
});

const Opened = defineFact({
  type: 'fact-letter-test.Opened',
  version: 1,
  subject: 'letter',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ proposalId: z.uuid() }),
});
const OpenedLetter = defineLetter({
  kind: 'fact-letter-test.opened',
  topic: 'decisions',
  on: Opened,
  toVotersOf: ({ proposalId }) => proposalId,
  text: { en: ({ sender }) => ({ subject: `${sender} votes`, text: 'You may vote.' }) },
});

const cooperativeId = newId();
const job = systemActor(cooperativeId, 'job');
const ada = { memberId: newId(), email: 'ada@example.org', name: 'Ada', language: 'en' };
const bo = { memberId: newId(), email: 'bo@example.org', name: 'Bo', language: 'de-AT' };
const gone = newId();
const votedOn = newId();

class TwoPeople extends AddressBook {
  override correspondents(_tx: Tx, ids: readonly string[]): Promise<readonly Correspondent[]> {
    return Promise.resolve([ada, bo].filter(({ memberId }) => ids.includes(memberId)));
  }

  override voters(_tx: Tx, proposalId: string): Promise<readonly string[]> {
    return Promise.resolve(proposalId === votedOn ? [ada.memberId, bo.memberId, gone] : []);
  }

  override sender(): Promise<string> {
    return Promise.resolve('Millpond');
  }

  override noticeUrl(): Promise<string> {
    return Promise.resolve('https://coop.example/pages/privacy');
  }
}

const config = { secret: 'a secret for tests only, long enough' };
const mail = { smtpUrl: 'smtp://localhost', from: 'coop@example.org' };
let world: TestWorld;
let factId = '';

beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  const memberIds = [ada.memberId, bo.memberId, gone, ada.memberId];
  const fact = Chosen.of(newId(), { memberIds, amountMinor: '700' });
  factId = fact.id;
  await world.unitOfWork.run(job, async (tx) => tx.announce(fact));
});

const write = (kind = ChosenLetter.kind) =>
  new WriteFactLetters(
    world.unitOfWork,
    new PostedLetters(new Envelope(config), { mail }),
    new TwoPeople(),
  ).execute(job, { factId, kind });

const letters = async () => {
  const rows = await world.asOwner<{ id: string; member_id: string; sealed: Buffer }>(
    `select id, member_id, sealed from notifications.letters
     where fact_id = $1 and cooperative_id = $2 order by kind, member_id`,
    [factId, cooperativeId],
  );
  return rows.map(({ id, sealed }) => new Envelope(config).open(id, sealed));
};

describe('letters that follow a fact', () => {
  it('are asked for by the relay, each kind once', async () => {
    const relay = new FactRelay(world.unitOfWork);
    await Promise.all([relay.relay(), relay.relay()]);
    const jobs = await world.asOwner<{ payload: object }>(
      `select payload from platform.jobs
       where name = 'letters.write-fact-letters' and payload->>'factId' = $1
       order by payload->>'kind'`,
      [factId],
    );
    expect(jobs.map(({ payload }) => payload)).toEqual(
      [ChosenLetter, ThanksLetter].map(({ kind }) => ({ cooperativeId, factId, kind })),
    );
  });

  it('go to everybody who votes where they are for voters, once whatever happens', async () => {
    const fact = Opened.of(newId(), { proposalId: votedOn });
    await world.unitOfWork.run(job, async (tx) => tx.announce(fact));
    factId = fact.id;
    await write(OpenedLetter.kind);
    await write(OpenedLetter.kind);
    const to = (await letters()).map((letter) => letter.to.email);
    expect(to.toSorted()).toEqual([ada.email, bo.email]);
  });

  it('are written in an order that tells nothing of the persons’', async () => {
    const crowd = Array.from({ length: 12 }, () => ({ ...ada, memberId: newId() }));
    const memberIds = crowd.map(({ memberId }) => memberId);
    const fact = Chosen.of(newId(), { memberIds, amountMinor: '700' });
    await world.unitOfWork.run(job, async (tx) => tx.announce(fact));
    const everybody = {
      correspondents: () => Promise.resolve(crowd),
      voters: () => Promise.resolve([]),
      sender: () => Promise.resolve('Millpond'),
      noticeUrl: () => Promise.resolve(''),
    };
    const posted = new PostedLetters(new Envelope(config), { mail });
    await new WriteFactLetters(world.unitOfWork, posted, everybody).execute(job, {
      factId: fact.id,
      kind: ChosenLetter.kind,
    });
    const written = await world.asOwner<{ id: string }>(
      'select member_id as id from notifications.letters where fact_id = $1 order by letters.id',
      [fact.id],
    );
    const ids = written.map(({ id }) => id);
    expect(ids.toSorted()).toEqual(memberIds.toSorted());
    expect(ids).not.toEqual(memberIds);
  });

  it('go to each person once, in their language or in English', async () => {
    await Promise.all([write(), write()]);
    await write();
    expect(await letters()).toEqual([
      {
        kind: ChosenLetter.kind,
        topic: 'decisions',
        to: { email: ada.email, name: 'Ada' },
        subject: 'Millpond chose you',
        text: 'Ada: 700',
        html: null,
      },
      {
        kind: ChosenLetter.kind,
        topic: 'decisions',
        to: { email: bo.email, name: 'Bo' },
        subject: 'Millpond hat dich gewählt',
        text: 'Du bist gewählt.',
        html: null,
      },
    ]);
  });

  it('are written beside other kinds of the same fact', async () => {
    await write();
    await write(ThanksLetter.kind);
    expect((await letters()).map(({ subject, to }) => [to.name, subject])).toEqual([
      ['Ada', 'Millpond chose you'],
      ['Bo', 'Millpond hat dich gewählt'],
      ['Ada', 'Thank you'],
    ]);
  });

  it('are not written for a fact that they do not follow, or that is forgotten', async () => {
    await expect(write('fact-letter-test.unknown')).rejects.toMatchObject({
      code: 'LETTER_UNKNOWN',
    });
    // As one that went with its person, who was erased before the letter was written.
    factId = newId();
    await write();
    expect(await letters()).toEqual([]);
  });

  it('are seen by their own co-operative and by no other', async () => {
    await write();
    const seenBy = async (tenant?: string) =>
      (
        await world.asApplication(
          `select 1 from notifications.letters where fact_id = $1`,
          [factId],
          tenant,
        )
      ).length;
    expect(await seenBy(cooperativeId)).toBe(2);
    expect(await seenBy(newId())).toBe(0);
    expect(await seenBy()).toBe(0);
  });
});
