import { Injectable } from '@nestjs/common';
import { CodedError, FileStore } from '@rochdale/platform';
import { z } from 'zod';
import type { ErasureRow } from './erasure.store.js';

const listed = z.object({
  version: z.literal(1),
  erasures: z.array(
    z.object({
      memberId: z.uuid(),
      accountId: z.uuid().nullable(),
      erasedAt: z.coerce.date(),
      // Lists of before do not have it.
      removesTexts: z.boolean().default(false),
    }),
  ),
});

/** Who was erased, and kept what they wrote unless it says otherwise. */
type ListedErasure = Omit<ErasureRow, 'removesTexts'> & Partial<ErasureRow>;

const keyOf = (cooperativeId: string): string => `erasures/${cooperativeId}`;

/**
 * Who was erased, kept beside the files as well: a dump knows only those of before it was made. Ids
 * and instants, nothing else.
 */
@Injectable()
export class ErasureList {
  constructor(private readonly files: FileStore) {}

  async read(cooperativeId: string): Promise<ErasureRow[]> {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of await this.files.get(keyOf(cooperativeId))) {
        chunks.push(Buffer.from(chunk as Uint8Array));
      }
      return listed.parse(JSON.parse(Buffer.concat(chunks).toString('utf8'))).erasures;
    } catch (error) {
      if (error instanceof CodedError && error.code === 'NOT_FOUND') return [];
      throw error;
    }
  }

  /** Adds to the list; nobody ever goes from it, also not those whom the database forgot. */
  async add(cooperativeId: string, erasures: readonly ListedErasure[]): Promise<void> {
    const known = new Map<string, ListedErasure>(
      (await this.read(cooperativeId)).map((one) => [one.memberId, one]),
    );
    for (const one of erasures) if (!known.has(one.memberId)) known.set(one.memberId, one);
    const bytes = Buffer.from(JSON.stringify({ version: 1, erasures: [...known.values()] }));
    await this.files.put(keyOf(cooperativeId), bytes, 'application/json');
  }
}
