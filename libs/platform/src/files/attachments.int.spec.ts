import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { anonymousActor } from '../kernel/actor.js';
import type { Actor } from '../kernel/actor.js';
import { sha256Hex } from '../kernel/canonical.js';
import { newId } from '../kernel/id.js';
import { Attachments } from './attachments.js';
import { LocalFileStore } from './file-store.js';

const most = 200;
const pdf = (size = 64) => Buffer.concat([Buffer.from('%PDF-1.7\n')], size);
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAA' +
    'DUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const cooperativeId = newId();
const memberOf = (tenant: string): Actor => ({
  ...anonymousActor(tenant),
  kind: 'account',
  accountId: newId(),
  memberId: newId(),
  via: 'session',
});
const ada = memberOf(cooperativeId);
const grace = memberOf(cooperativeId);
const stranger = memberOf(newId());

let world: TestWorld;
let folder: string;
let attachments: Attachments;
beforeAll(async () => {
  world = await createTestWorld();
  folder = await mkdtemp(join(tmpdir(), 'rochdale-attachments-'));
  attachments = new Attachments(world.unitOfWork, new LocalFileStore(folder), most);
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const keep = (name = 'receipt.pdf', bytes: Uint8Array = pdf(), by = ada) =>
  attachments.keep(by, { name, bytes });
const find = (id: string, by = ada) => world.unitOfWork.read(by, (tx) => attachments.find(tx, id));
const attach = (ids: readonly string[], id: string, by = ada) =>
  world.unitOfWork.run(by, (tx) =>
    attachments.attach(tx, ids, { kind: 'expense', id }, (at) => ['files', String(at)]),
  );

describe('a file that is kept', () => {
  it('is told by its bytes: their hash, their number, what they are', async () => {
    const kept = await keep('picture.pdf', png);
    expect(kept).toMatchObject({
      name: 'picture.pdf.png',
      mediaType: 'image/png',
      sizeBytes: png.length,
      sha256: sha256Hex(png),
      uploadedByAccountId: ada.accountId,
      uploadedByMemberId: ada.memberId,
      subjectKind: null,
      subjectId: null,
      createdAt: world.clock.now(),
    });
    expect(await find(kept.id)).toEqual(kept);
    const chunks: Uint8Array[] = [];
    for await (const chunk of await attachments.read(ada, kept.id)) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks)).toEqual(png);
  });

  it.each([
    ['../../etc/passwd', '.._.._etc_passwd.pdf'],
    ['..\\windows\\system32', '.._windows_system32.pdf'],
    ['a\0b\r\nc.pdf', 'a_b__c.pdf'],
    ['rechnung\u202Efdp.exe', 'rechnung_fdp.exe.pdf'],
    ['re\u0301sume\u0301.pdf', 'résumé.pdf'],
    ['   ', 'file.pdf'],
    ['', 'file.pdf'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(116)}.pdf`],
  ])('called %j is called %j', async (name, expected) => {
    expect((await keep(name)).name).toBe(expected);
  });

  it('lies where its co-operative’s files lie, under its id and no name', async () => {
    const { id } = await keep('../outside.pdf');
    expect(await readdir(join(folder, cooperativeId))).toContain(id);
  });

  it.each([
    ['with nothing in it', Buffer.alloc(0), 'FILE_EMPTY'],
    ['that is too large', pdf(most + 1), 'TOO_LARGE'],
    ['of plain text', Buffer.from('twelve euros'), 'UNSUPPORTED_MEDIA_TYPE'],
    ['of markup', Buffer.from('<svg onload="alert(1)"/>'), 'UNSUPPORTED_MEDIA_TYPE'],
    ['of a program', Buffer.from('MZ\x90\0\x03\0\0\0'), 'UNSUPPORTED_MEDIA_TYPE'],
  ])('is none %s, and leaves nothing behind', async (_, bytes, code) => {
    const before = await readdir(folder, { recursive: true });
    const refusal = { code, path: ['file'] };
    await expect(keep('receipt.pdf', bytes)).rejects.toMatchObject(refusal);
    expect(await readdir(folder, { recursive: true })).toEqual(before);
  });

  it('may be as large as is allowed', async () => {
    expect((await keep('receipt.pdf', pdf(most))).sizeBytes).toBe(most);
  });
});

describe('an upload', () => {
  it('is attached by whoever uploaded it, and again to the same', async () => {
    const { id } = await keep();
    const expense = newId();
    await attach([id, id], expense);
    await attach([id], expense);
    expect(await find(id)).toMatchObject({ subjectKind: 'expense', subjectId: expense });
    const ofSubject = await world.unitOfWork.read(ada, (tx) =>
      attachments.ofSubjects(tx, 'expense', [expense, newId()]),
    );
    expect(ofSubject.map((one) => one.id)).toEqual([id]);
  });

  it('is not attached by another, to another, or when one of them is missing', async () => {
    const { id } = await keep();
    const mine = newId();
    await expect(attach([id], mine, grace)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(attach([id, newId()], mine)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await find(id)).toMatchObject({ subjectKind: null });
    await attach([id], mine);
    await expect(attach([id], newId())).rejects.toMatchObject({
      code: 'ATTACHMENT_IN_USE',
      path: ['files', '0'],
    });
    await expect(attach([id], newId(), grace)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await find(id)).toMatchObject({ subjectId: mine });
  });

  it('that is another’s is answered as one that is not there, at its own field', async () => {
    const { id } = await keep();
    const [others, unknown] = await Promise.all(
      [id, newId()].map(async (asked) => {
        const own = (await keep('own.pdf', pdf(), grace)).id;
        return attach([own, asked], newId(), grace).catch((error: unknown) => error);
      }),
    );
    expect(others).toEqual(unknown);
    expect(others).toMatchObject({ code: 'NOT_FOUND', path: ['files', '1'] });
  });

  it('is nowhere to be found from another co-operative', async () => {
    const { id } = await keep();
    expect(await find(id, stranger)).toBeNull();
    await expect(attach([id], newId(), stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(attachments.read(stranger, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const many = await world.unitOfWork.read(stranger, (tx) => attachments.findMany(tx, [id]));
    expect(many).toEqual([]);
  });
});
