import type { Readable } from 'node:stream';
import { fileTypeFromBuffer } from 'file-type';
import type { Tx } from '../db/tx.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import { sql } from '../db/statement.js';
import type { Actor } from '../kernel/actor.js';
import { sha256Hex } from '../kernel/canonical.js';
import { platformErrors } from '../kernel/errors.js';
import { newId } from '../kernel/id.js';
import { nameForContent } from './file-name.js';
import { keptWith } from './kept-with.js';
import type { FileStore } from './file-store.js';
import { defineKeptFiles } from './sweep-files.js';

/** A stored file, as the books know it. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly uploadedByAccountId: string | null;
  readonly uploadedByMemberId: string | null;
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly createdAt: Date;
}

const columns = `id, name, media_type as "mediaType", size_bytes as "sizeBytes", sha256,
  uploaded_by_account_id as "uploadedByAccountId", uploaded_by_member_id as "uploadedByMemberId",
  subject_kind as "subjectKind", subject_id as "subjectId", created_at as "createdAt"`;
const insert = sql(
  'platform.insert-attachment',
  `insert into platform.attachments (id, cooperative_id, uploaded_by_account_id,
     uploaded_by_member_id, name, media_type, size_bytes, sha256, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${columns}`,
);
const attach = sql(
  'platform.attach-attachments',
  `update platform.attachments set subject_kind = $2, subject_id = $3, let_go_at = null
   where id = any($1::uuid[]) and cooperative_id = $5 and uploaded_by_account_id = $4
     and (subject_kind is null
       or (subject_kind = $2 and (subject_id = $3 or subject_id = any($6::uuid[]))))
   returning id`,
);
const own = sql(
  'platform.find-own-attachment',
  `select id from platform.attachments
    where id = $1 and cooperative_id = $2 and uploaded_by_account_id = $3`,
);
const findMany = sql(
  'platform.find-attachments',
  `select ${columns} from platform.attachments where id = any($1::uuid[]) and cooperative_id = $2`,
);
const bySubjects = sql(
  'platform.find-attachments-of-subjects',
  `select ${columns} from platform.attachments
   where cooperative_id = $1 and subject_kind = $2 and subject_id = any($3::uuid[])
   order by created_at, id`,
);

const allIds = sql(
  'platform.list-attachment-ids',
  `select id from platform.attachments where cooperative_id = $1`,
);

const byPerson = sql(
  'platform.find-attachments-of-person',
  `select ${columns} from platform.attachments
   where cooperative_id = $1 and (uploaded_by_member_id = $2 or uploaded_by_account_id = $3)
   order by created_at, id`,
);

/** What a receipt may be. Told by its first bytes, never by its name. */
const accepted: ReadonlySet<string> = new Set([
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/webp',
]);

function cleanName(name: string): string {
  const cleaned = name
    .normalize('NFC')
    .replace(/[\p{C}/\\]/gu, '_')
    .trim()
    .slice(-120);
  return cleaned === '' ? 'file' : cleaned;
}

async function sniff(bytes: Uint8Array): Promise<string> {
  const found = await fileTypeFromBuffer(bytes);
  if (found !== undefined && accepted.has(found.mime)) return found.mime;
  throw platformErrors.error(
    'UNSUPPORTED_MEDIA_TYPE',
    'A receipt is a PDF or a picture (PNG, JPEG, WebP).',
    { path: ['file'] },
  );
}

/** Where the bytes of an attachment lie: apart by co-operative. */
export function fileKey({ cooperativeId }: Pick<Actor, 'cooperativeId'>, id: string): string {
  return `${cooperativeId ?? 'none'}/${id}`;
}

defineKeptFiles({
  folder: (cooperativeId) => cooperativeId,
  known: async (tx, ids) =>
    (await tx.rows<Attachment>(findMany, [ids, tx.cooperativeId])).map(({ id }) => id),
  whole: async (tx) =>
    (await tx.rows<{ id: string }>(allIds, [tx.cooperativeId])).map(({ id }) => id),
});

/** Files that belong to something in a co-operative. The owner of the subject says who may read. */
export class Attachments {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: FileStore,
    private readonly maxBytes: number,
  ) {}

  /**
   * Keeps an uploaded file, attached to nothing yet. Whoever calls has asked for permission.
   *
   * @throws CodedError TOO_LARGE, FILE_EMPTY, UNSUPPORTED_MEDIA_TYPE, UNAVAILABLE
   */
  async keep(actor: Actor, file: { name: string; bytes: Uint8Array }): Promise<Attachment> {
    const { bytes } = file;
    if (bytes.length === 0) {
      throw platformErrors.error('FILE_EMPTY', 'The file is empty.', { path: ['file'] });
    }
    if (bytes.length > this.maxBytes) {
      throw platformErrors.error('TOO_LARGE', `A file has at most ${this.maxBytes} bytes.`, {
        path: ['file'],
      });
    }
    const mediaType = await sniff(bytes);
    const id = newId();
    return keptWith(this.store, { key: fileKey(actor, id), bytes, mediaType }, () =>
      this.unitOfWork.run(actor, (tx) =>
        tx.one<Attachment>(insert, [
          id,
          tx.cooperativeId,
          actor.accountId,
          actor.memberId,
          nameForContent(cleanName(file.name), mediaType),
          mediaType,
          bytes.length,
          sha256Hex(bytes),
          tx.now,
        ]),
      ),
    );
  }

  /**
   * Attaches the actor's own uploads to a subject.
   *
   * @param pathOf the field that named the upload at this place of `ids`
   * @param instead other subjects of that kind, which need theirs no more and give them up for it
   * @throws CodedError ATTACHMENT_IN_USE for their own that belongs to something else already;
   *   NOT_FOUND, one answer for one that is missing or another's: nobody learns that it is there
   */
  async attach(
    tx: Tx,
    ids: readonly string[],
    subject: { kind: string; id: string },
    pathOf: (place: number) => readonly string[],
    instead: readonly string[] = [],
  ): Promise<void> {
    if (ids.length === 0) return;
    const distinct = [...new Set(ids)];
    const { accountId } = tx.actor;
    const values = [distinct, subject.kind, subject.id, accountId, tx.cooperativeId, instead];
    const attached = new Set((await tx.rows<{ id: string }>(attach, values)).map(({ id }) => id));
    const missing = ids.findIndex((id) => !attached.has(id));
    if (missing === -1) return;
    const path = pathOf(missing);
    if ((await tx.maybeOne(own, [ids[missing] ?? null, tx.cooperativeId, accountId])) !== null) {
      const message = 'This upload of yours belongs to something else already: upload it again.';
      throw platformErrors.error('ATTACHMENT_IN_USE', message, { path });
    }
    throw platformErrors.error('NOT_FOUND', 'There is no such upload of yours.', { path });
  }

  async find(tx: Tx, id: string): Promise<Attachment | null> {
    return tx.maybeOne<Attachment>(findMany, [[id], tx.cooperativeId]);
  }

  /** Those of these ids that are there. Whoever calls has asked the subjects' owners. */
  async findMany(tx: Tx, ids: readonly string[]): Promise<Attachment[]> {
    return tx.rows<Attachment>(findMany, [ids, tx.cooperativeId]);
  }

  async ofSubjects(tx: Tx, kind: string, ids: readonly string[]): Promise<Attachment[]> {
    return tx.rows<Attachment>(bySubjects, [tx.cooperativeId, kind, ids]);
  }

  /** What a person uploaded here. */
  async ofPerson(
    tx: Tx,
    { memberId, accountId }: { readonly memberId: string | null; readonly accountId: string },
  ): Promise<Attachment[]> {
    return tx.rows<Attachment>(byPerson, [tx.cooperativeId, memberId, accountId]);
  }

  /** The bytes. Whoever calls has asked the subject's owner for permission. */
  async read(actor: Actor, id: string): Promise<Readable> {
    return this.store.get(fileKey(actor, id));
  }
}
