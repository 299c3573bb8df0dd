import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalFileStore, S3FileStore } from './file-store.js';
import type { FileStore } from './file-store.js';

/** A bucket of our own: keeps its book, asks for a signature, and fails when told to. */
class FakeBucket {
  readonly book = new Map<string, { bytes: Buffer; mediaType: string }>();
  failWith: number | null = null;
  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [key = '', query] = (request.url ?? '').split('?');
      const { authorization = '' } = request.headers;
      const isSigned = authorization.startsWith('AWS4-HMAC-SHA256 Credential=key/');
      const answer = (status: number, body: Buffer | string = '') =>
        void response.writeHead(status).end(body);
      if (this.failWith !== null) return answer(this.failWith);
      if (!isSigned) return answer(403);
      if (request.method === 'PUT') {
        const mediaType = request.headers['content-type'] ?? '';
        this.book.set(key, { bytes: Buffer.concat(chunks), mediaType });
        return answer(200);
      }
      if (query !== undefined) return answer(200, this.#page(new URLSearchParams(query)));
      if (request.method === 'DELETE') return answer(this.book.delete(key) ? 204 : 404);
      const kept = this.book.get(key);
      return kept === undefined ? answer(404) : answer(200, kept.bytes);
    });
  });

  /** Two keys at a time, as buckets give a thousand. */
  #page(query: URLSearchParams): string {
    const [prefix, after] = [query.get('prefix') ?? '', query.get('start-after') ?? ''];
    const keys = Array.from(this.book.keys(), (key) => key.replace('/receipts/', ''))
      .filter((key) => key.startsWith(prefix) && key > after)
      .filter((key) => !key.slice(prefix.length).includes('/'))
      .toSorted();
    const contents = keys.slice(0, 2).map((key) => `<Contents><Key>${key}</Key></Contents>`);
    const isMore = `<IsTruncated>${keys.length > 2}</IsTruncated>`;
    return `<ListBucketResult>${isMore}${contents.join('')}</ListBucketResult>`;
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<unknown> {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}

const bucket = new FakeBucket();
let folder: string;
let endpoint: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rochdale-files-'));
  endpoint = await bucket.open();
});
afterAll(async () => {
  await bucket.close();
  await rm(folder, { recursive: true, force: true });
});

const s3 = (): FileStore =>
  new S3FileStore(
    {
      endpoint,
      bucket: 'receipts',
      region: 'us-east-1',
      accessKeyId: 'key',
      secretAccessKey: 'secret',
    },
    folder,
  );
const local = (): FileStore => new LocalFileStore(folder);

async function textOf(store: FileStore, key: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await store.get(key)) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString('utf8');
}

describe.each([
  ['a local folder', local],
  ['a bucket', s3],
])('files in %s', (_, open) => {
  it('come back as they were put, and are gone once removed', async () => {
    const store = open();
    await store.put('coop/receipt-1', Buffer.from('twelve euros'), 'text/plain');
    expect(await textOf(store, 'coop/receipt-1')).toBe('twelve euros');
    await store.remove('coop/receipt-1');
    await expect(store.get('coop/receipt-1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await store.remove('coop/receipt-1');
  });

  it('come in as they are read, and are kept whole or not at all', async () => {
    const store = open();
    const pieces = Array.from({ length: 50 }, (_one, n) => Buffer.alloc(10_000, n));
    const size = await store.put('coop/streamed', Readable.from(pieces), 'text/plain');
    expect(size).toBe(500_000);
    const kept = await buffer(await store.get('coop/streamed'));
    expect(kept.equals(Buffer.concat(pieces))).toBe(true);
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('half');
        throw new Error('the disk is gone');
      })(),
    );
    const refused = store.put('coop/broken', broken, 'text/plain');
    await expect(refused).rejects.toThrow('the disk is gone');
    await expect(store.get('coop/broken')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('leave no draft behind, also where the process was killed', async () => {
    const store = open();
    const never = new Readable({ read: () => undefined });
    never.push('of a person');
    const writing = store.put('coop/never', never, 'text/plain');
    const drafts = () => readdir(join(folder, '.drafts'));
    await expect.poll(async () => (await drafts()).length).toBe(1);
    const [underWay = ''] = await drafts();
    const left = join(folder, '.drafts', 'left');
    await writeFile(left, 'half of an archive');
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    await utimes(left, longAgo, longAgo);
    await store.sweepDrafts();
    expect(await drafts()).toEqual([underWay]);
    never.destroy(new Error('enough'));
    await expect(writing).rejects.toThrow('enough');
    expect(await drafts()).toEqual([]);
    await open().sweepDrafts();
  });

  it('are listed by folder, what lies deeper or beside left out', async () => {
    const store = open();
    expect(await store.list('listed/one')).toEqual([]);
    const keys = ['a', 'b', 'c', 'd', 'e'].map((name) => `listed/one/${name}`);
    for (const key of [...keys.toReversed(), 'listed/one/deeper/f', 'listed/one-more/g']) {
      await store.put(key, Buffer.from('x'), 'text/plain');
    }
    expect(await store.list('listed/one')).toEqual(keys);
    await expect(store.list('../listed')).rejects.toThrow(/file key/);
  });

  it.each(['../outside', '/etc/passwd', 'a//b', 'UPPER', ''])(
    'never go to a key like %j',
    async (key) => {
      await expect(open().put(key, Buffer.from('x'), 'text/plain')).rejects.toThrow(/file key/);
    },
  );
});

describe('a local folder', () => {
  it('keeps no half-written file beside the whole one', async () => {
    await local().put('half/one', Buffer.from('1'), 'text/plain');
    expect(await readdir(join(folder, 'half'))).toEqual(['one']);
  });

  it('keeps nothing of a file that could not be written', async () => {
    await local().put('taken/by-a-folder/one', Buffer.from('1'), 'text/plain');
    const refused = local().put('taken/by-a-folder', Buffer.from('2'), 'text/plain');
    await expect(refused).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(await readdir(join(folder, 'taken'))).toEqual(['by-a-folder']);
  });

  it('shows the whole file or the one before, while it is written anew', async () => {
    const texts = ['a', 'b'].map((letter) => letter.repeat(300_000));
    const put = (n: number) => local().put('whole/one', Buffer.from(texts[n % 2] ?? ''), 'x');
    await put(0);
    const writing = Promise.all([1, 2, 3, 4].map(put));
    for (let n = 0; n < 8; n += 1) expect(texts).toContain(await textOf(local(), 'whole/one'));
    await writing;
    expect(await readdir(join(folder, 'whole'))).toEqual(['one']);
  });
});

describe('a bucket', () => {
  it('gets the media type, under the bucket’s path', async () => {
    await s3().put('coop/pdf', Buffer.from('%PDF'), 'application/pdf');
    expect(bucket.book.get('/receipts/coop/pdf')?.mediaType).toBe('application/pdf');
  });

  it('that refuses is said to be unavailable, never taken for an empty answer', async () => {
    bucket.failWith = 403;
    const refused = s3().put('coop/x', Buffer.from('x'), 'text/plain');
    await expect(refused).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(s3().get('coop/pdf')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    bucket.failWith = null;
  });
});
