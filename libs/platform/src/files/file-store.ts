import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { AwsClient } from 'aws4fetch';
import { assert } from '../kernel/assert.js';
import { platformErrors } from '../kernel/errors.js';
import type { Config } from '../config/config.js';

/** Where the bytes of attachments live: outside the database, by an opaque key. */
export abstract class FileStore {
  /**
   * Keeps the bytes under the key. Durable when it returns; the same key again is the same bytes.
   */
  abstract put(key: string, bytes: Uint8Array, mediaType: string): Promise<void>;
  /** @throws CodedError NOT_FOUND, UNAVAILABLE */
  abstract get(key: string): Promise<Readable>;
  abstract remove(key: string): Promise<void>;
}

function checkKey(key: string): void {
  assert(/^[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(key), 'a file key is ids and slashes');
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
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
  constructor(private readonly folder: string) {
    super();
  }

  override async put(key: string, bytes: Uint8Array): Promise<void> {
    checkKey(key);
    const path = join(this.folder, key);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // Written beside and renamed: whoever reads sees the whole file or none.
    const draft = `${path}.${randomUUID()}`;
    try {
      await writeDurably(draft, bytes);
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    // A name is durable when its folder is.
    await syncFolder(dirname(path));
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
}

const requestTimeoutMs = 30_000;

/** A bucket on anything that speaks S3, addressed by path. */
export class S3FileStore extends FileStore {
  readonly #client: AwsClient;

  constructor(private readonly options: NonNullable<Config['files']['s3']>) {
    super();
    const { accessKeyId, secretAccessKey, region } = options;
    this.#client = new AwsClient({
      accessKeyId,
      secretAccessKey,
      region,
      service: 's3',
      retries: 2,
    });
  }

  override async put(key: string, bytes: Uint8Array, mediaType: string): Promise<void> {
    await this.#send(key, {
      method: 'PUT',
      body: Buffer.from(bytes),
      headers: { 'content-type': mediaType },
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

  async #send(key: string, init: RequestInit): Promise<Response> {
    checkKey(key);
    const url = `${this.options.endpoint}/${this.options.bucket}/${key}`;
    const signal = AbortSignal.timeout(requestTimeoutMs);
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
  return files.s3 === undefined ? new LocalFileStore(files.folder) : new S3FileStore(files.s3);
}
