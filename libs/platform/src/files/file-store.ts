import { createReadStream, openAsBlob } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { AwsClient } from 'aws4fetch';
import { assert } from '../kernel/assert.js';
import { platformErrors } from '../kernel/errors.js';
import type { Config } from '../config/config.js';
import { Drafts } from './drafts.js';

/** Where the bytes of attachments live: outside the database, by an opaque key. */
export abstract class FileStore {
  /**
   * Keeps the bytes under the key, and says how many. Durable when it returns. What is read as it
   * comes is kept as a whole, or not at all where the reading fails.
   *
   * @throws CodedError UNAVAILABLE; Error of what is read
   */
  abstract put(key: string, bytes: Uint8Array | Readable, mediaType: string): Promise<number>;
  /** @throws CodedError NOT_FOUND, UNAVAILABLE */
  abstract get(key: string): Promise<Readable>;
  abstract remove(key: string): Promise<void>;
  /** The keys right below this one, in order; none where nothing was ever kept there. */
  abstract list(folder: string): Promise<string[]>;
  /** Removes what processes that were killed left half written, as far as this machine sees it. */
  abstract sweepDrafts(): Promise<void>;
}

/** Beside what is kept, by a name that is no key. */
const draftsIn = (folder: string): Drafts => new Drafts(join(folder, '.drafts'));

const keyPart = /^[a-z0-9-]+$/;

function checkKey(key: string): void {
  assert(/^[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(key), 'a file key is ids and slashes');
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const missing = () => platformErrors.error('NOT_FOUND', 'The file is not there.');

/** A folder on this machine. */
export class LocalFileStore extends FileStore {
  readonly #drafts: Drafts;

  constructor(private readonly folder: string) {
    super();
    this.#drafts = draftsIn(folder);
  }

  override async put(key: string, bytes: Uint8Array | Readable): Promise<number> {
    checkKey(key);
    const path = join(this.folder, key);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // Written beside and renamed: whoever reads sees the whole file or none.
    const size = await this.#drafts.use(bytes, async (draft, written) => {
      await rename(draft, path);
      return written;
    });
    // A name is durable when its folder is.
    await syncFolder(dirname(path));
    return size;
  }

  override async get(key: string): Promise<Readable> {
    checkKey(key);
    const path = join(this.folder, key);
    const found = await stat(path).catch(() => null);
    if (found === null) throw missing();
    return createReadStream(path);
  }

  override async remove(key: string): Promise<void> {
    checkKey(key);
    await rm(join(this.folder, key), { force: true });
  }

  override async list(folder: string): Promise<string[]> {
    checkKey(folder);
    const found = await readdir(join(this.folder, folder), { withFileTypes: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      },
    );
    // What is being written has a name that is no key.
    const names = found.filter((one) => one.isFile()).map(({ name }) => name);
    const keys = names.filter((name) => keyPart.test(name)).map((name) => `${folder}/${name}`);
    return keys.toSorted();
  }

  override sweepDrafts(): Promise<void> {
    return this.#drafts.sweep();
  }
}

const requestTimeoutMs = 30_000;
/** What did not fit into memory may take its time. */
const streamTimeoutMs = 600_000;
/** A bucket asks for the length first; what the bytes are is said by the connection's own proof. */
const unsigned = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };

/** A bucket on anything that speaks S3, addressed by path. */
export class S3FileStore extends FileStore {
  readonly #client: AwsClient;
  readonly #drafts: Drafts;

  /** @param folder on this machine, for what is written before it is sent */
  constructor(
    private readonly options: NonNullable<Config['files']['s3']>,
    folder: string,
  ) {
    super();
    this.#drafts = draftsIn(folder);
    const { accessKeyId, secretAccessKey, region } = options;
    this.#client = new AwsClient({
      accessKeyId,
      secretAccessKey,
      region,
      service: 's3',
      retries: 2,
    });
  }

  override async put(
    key: string,
    bytes: Uint8Array | Readable,
    mediaType: string,
  ): Promise<number> {
    const headers = { 'content-type': mediaType };
    if (bytes instanceof Readable) return this.#putFromDisk(key, bytes, headers);
    await this.#send(key, { method: 'PUT', body: Buffer.from(bytes), headers });
    return bytes.length;
  }

  /** Lays it down first: a bucket wants to know how much comes, and may have to be asked again. */
  async #putFromDisk(
    key: string,
    read: Readable,
    headers: Readonly<Record<string, string>>,
  ): Promise<number> {
    checkKey(key);
    return this.#drafts.use(read, async (draft, size) => {
      const body = await openAsBlob(draft);
      const sent = { method: 'PUT', body, headers: { ...headers, ...unsigned } };
      await this.#send(key, sent, streamTimeoutMs);
      return size;
    });
  }

  override async get(key: string): Promise<Readable> {
    const response = await this.#send(key, { method: 'GET' });
    if (response.body === null) throw missing();
    return Readable.from(response.body);
  }

  override async remove(key: string): Promise<void> {
    await this.#send(key, { method: 'DELETE' });
  }

  override async list(folder: string): Promise<string[]> {
    checkKey(folder);
    const keys: string[] = [];
    for (let isMore = true; isMore;) {
      const asked = { 'list-type': '2', delimiter: '/', prefix: `${folder}/` };
      const after = keys.at(-1);
      const query = new URLSearchParams({
        ...asked,
        ...(after === undefined ? {} : { 'start-after': after }),
      });
      const answer = await (await this.#ask(`?${query.toString()}`, { method: 'GET' })).text();
      const page = Array.from(
        answer.matchAll(/<Key>([a-z0-9/-]+)<\/Key>/g),
        ([, key]) => key ?? '',
      );
      keys.push(...page);
      isMore = page.length > 0 && answer.includes('<IsTruncated>true</IsTruncated>');
    }
    return keys;
  }

  override sweepDrafts(): Promise<void> {
    return this.#drafts.sweep();
  }

  #send(key: string, init: RequestInit, timeoutMs = requestTimeoutMs): Promise<Response> {
    checkKey(key);
    return this.#ask(`/${key}`, init, timeoutMs);
  }

  /** Of the bucket itself, or of what is in it. */
  async #ask(path: string, init: RequestInit, timeoutMs = requestTimeoutMs): Promise<Response> {
    const url = `${this.options.endpoint}/${this.options.bucket}${path}`;
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await this.#client.fetch(url, { ...init, signal }).catch((cause: unknown) => {
      throw platformErrors.error('UNAVAILABLE', 'The file store does not answer.', { cause });
    });
    if (response.status === 404 && init.method !== 'DELETE') throw missing();
    if (!response.ok && response.status !== 404) {
      throw platformErrors.error('UNAVAILABLE', `The file store answered ${response.status}.`);
    }
    return response;
  }
}

/** The store that the configuration names: a bucket when one is given, else the local folder. */
export function openFileStore(files: Config['files']): FileStore {
  const { folder, s3 } = files;
  return s3 === undefined ? new LocalFileStore(folder) : new S3FileStore(s3, folder);
}
