import type { z } from 'zod';
import type { Statement } from '../db/statement.js';
import type { Tx } from '../db/tx.js';
import { assert } from '../kernel/assert.js';
import { ownRows, ownRowsStatements } from './own-rows.js';
import type { PersonOfData } from './person.js';
import type { PersonalData } from './personal-data.js';

/** The person, and the bank lines that are all theirs: no part of them is of anybody else. */
export interface PersonWithLines extends PersonOfData {
  readonly bankLineIds: readonly string[];
}

/** Collects what a room keeps about a person, as plain data that JSON can carry. */
export type PersonalDataSource = (tx: Tx, person: PersonWithLines) => Promise<unknown>;

/** The bank lines that a room explained by something of this person and of nobody else. */
export type OwnLines = (tx: Tx, person: PersonOfData) => Promise<readonly string[]>;

/** Further lines that lead to this person alone, from those that rooms explained. */
export type MoreLines = (tx: Tx, person: PersonWithLines) => Promise<readonly string[]>;

/** Files that others handed in, and that this person may open as they are about them. */
export type FilesOfOthers = (tx: Tx, person: PersonOfData) => Promise<readonly string[]>;

/** Rooms that keep something about persons say here how to hand it over to them. */
export class PersonalDataSources {
  readonly #sources = new Map<string, PersonalDataSource>();
  readonly #shapes = new Map<string, z.ZodType>();
  readonly #lines = new Map<string, OwnLines>();
  readonly #files = new Map<string, FilesOfOthers>();
  #more: MoreLines | null = null;
  #rows: ReadonlyMap<string, Statement> | null = null;

  /** @param catalogue what the rooms of this process say that they keep */
  constructor(private readonly catalogue: readonly PersonalData[] = []) {}

  /** @param shape which of it are ids, and of what (`idOf`); the rest is handed over as it is */
  register(room: string, shape: z.ZodType, source: PersonalDataSource): void {
    assert(!this.#sources.has(room), `the personal data of ${room} is registered once`);
    this.#sources.set(room, source);
    this.#shapes.set(room, shape);
  }

  /** For rooms that know whose lines are, which the rooms that keep the lines do not. */
  registerLines(room: string, lines: OwnLines): void {
    assert(!this.#lines.has(room), `the bank lines of ${room} are registered once`);
    this.#lines.set(room, lines);
  }

  /** For the room that keeps the lines, and knows by which account others are alike. */
  registerMoreLines(more: MoreLines): void {
    assert(this.#more === null, 'one room knows lines by their accounts');
    this.#more = more;
  }

  /** For rooms that know which files of others a person may open. */
  registerFiles(room: string, files: FilesOfOthers): void {
    assert(!this.#files.has(room), `the files of ${room} are registered once`);
    this.#files.set(room, files);
  }

  /** The ids of files that others handed in, and that are about this person. */
  async filesOfOthers(tx: Tx, person: PersonOfData): Promise<string[]> {
    const found: string[] = [];
    for (const files of this.#files.values()) found.push(...(await files(tx, person)));
    return [...new Set(found)];
  }

  get shapes(): Readonly<Record<string, z.ZodType>> {
    return Object.fromEntries(this.#shapes);
  }

  /** By table, everything that the catalogue of personal data says is of this person. */
  rows(tx: Tx, person: PersonOfData): Promise<Record<string, readonly unknown[]>> {
    this.#rows ??= ownRowsStatements(this.catalogue);
    return ownRows(tx, this.#rows, person);
  }

  async collect(tx: Tx, person: PersonOfData): Promise<Record<string, unknown>> {
    const explained: string[] = [];
    for (const lines of this.#lines.values()) explained.push(...(await lines(tx, person)));
    const more = (await this.#more?.(tx, { ...person, bankLineIds: explained })) ?? [];
    const bankLineIds = [...new Set([...explained, ...more])];
    const collected: Record<string, unknown> = {};
    for (const [room, source] of this.#sources) {
      collected[room] = await source(tx, { ...person, bankLineIds });
    }
    return collected;
  }
}
