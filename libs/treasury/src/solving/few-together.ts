import { fewestPersons } from './shares.js';
import type { Row, Space, Work } from './space.js';

/** Six persons are a figure; a sum of so many of them is not. */
const few = fewestPersons - 1;

/** What rounding leaves of nothing. */
const nothing = 1e-9;

/** Whom a figure moves by less is not moved by it. */
export const increase = 1e-6;

/** How much one question may take: a second or two, whatever is put to it. */
const patience = 1_000_000_000;

/** The figure that would be told, and how many cells may have been looked at by then. */
interface Question {
  readonly news: Row;
  readonly until: number;
}

/** Some persons, and the triangle by which it is seen whether they are explained too well. */
interface Some {
  readonly persons: readonly number[];
  /** Of the bound less the projection, each row by what is before it (Cholesky). */
  readonly triangle: readonly (readonly number[])[];
  /** By how much the others are beside the first of them. */
  readonly beside: number;
}

interface Candidate {
  readonly person: number;
  readonly beside: number;
}

/**
 * Looks for one to five persons of whom some sum would be explained nearly wholly: the largest
 * eigenvalue of their block of the projection. By branch and bound: whoever has most in such a sum
 * has a row of the projection in which their own cell and the four largest of the others reach the
 * bound (Gershgorin), so that with many persons nearly all are done with at a look.
 */
export class FewTogether {
  /** No more than that is in anybody's own cell and the four largest of their row. */
  readonly #reach: number[] = [];

  constructor(
    private readonly space: Space,
    private readonly work: Work,
    /** How much of any sum of one to five persons all figures together may explain. */
    private readonly most: number,
  ) {}

  /** @returns also true where finding out would take too long */
  explainedWith(news: Row): boolean {
    const question = { news, until: this.work.cells + patience };
    const largest = this.#mostWith(news);
    for (const [person, part] of news.entries()) {
      const own = this.space.explained(person) + part ** 2;
      if (atMost(own, largest) < this.most) continue;
      if (this.#reachWith(news, person) < this.most) continue;
      if (this.#around(person, question)) return true;
    }
    return false;
  }

  /** The figure was told. */
  add(news: Row): void {
    for (const [person] of this.#reach.entries()) {
      this.#reach[person] = this.#reachWith(news, person);
    }
  }

  #mostWith(news: Row): number {
    return news.reduce(
      (most, part, person) => Math.max(most, this.space.explained(person) + part ** 2),
      0,
    );
  }

  #reachWith(news: Row, person: number): number {
    const part = Math.abs(news[person] ?? 0);
    if (part === 0) return this.#reach[person] ?? Infinity;
    return (this.#reach[person] ?? Infinity) + part * (part + largestOf(news));
  }

  #around(person: number, question: Question): boolean {
    const { news } = question;
    const row = this.space.projected(person, news.length);
    if (this.work.cells > question.until) return true;
    this.#reach[person] = reachOf(row, person);
    for (const [other, part] of news.entries())
      row[other] = (row[other] ?? 0) + part * (news[person] ?? 0);
    if (reachOf(row, person) < this.most) return false;
    const candidates = [...row.keys()]
      // Of who is known wholly nothing is left that a figure could tell, beside others or alone.
      .filter((other) => other !== person && this.space.explained(other) < 1 - nothing)
      .map((other) => ({ person: other, beside: Math.abs(row[other] ?? 0) }))
      .toSorted((a, b) => b.beside - a.beside);
    const first = this.most - (row[person] ?? 0);
    if (first <= nothing) return Math.abs(news[person] ?? 0) ** 2 > increase;
    const one = { persons: [person], triangle: [[Math.sqrt(first)]], beside: 0 };
    return this.#among(candidates, 0, one, first, question);
  }

  /** Whether these with some of the candidates, from a place on, are explained too well. */
  #among(
    candidates: readonly Candidate[],
    from: number,
    some: Some,
    needed: number,
    question: Question,
  ): boolean {
    const places = few - some.persons.length;
    for (let place = from; place < candidates.length; place += 1) {
      const candidate = candidates[place];
      if (candidate === undefined) return false;
      // The others of the row are no larger.
      if (some.beside + places * candidate.beside < needed) return false;
      const more = this.#with(some, candidate, question);
      if (this.work.cells > question.until) return true;
      if (more === null) {
        if (moves(question.news, [...some.persons, candidate.person])) return true;
        continue;
      }
      if (places > 1 && this.#among(candidates, place + 1, more, needed, question)) return true;
    }
    return false;
  }

  /** Null where the bound is reached. */
  #with(some: Some, { person, beside }: Candidate, question: Question): Some | null {
    const { news } = question;
    const row: number[] = [];
    let left = this.most - this.space.explained(person) - (news[person] ?? 0) ** 2;
    for (const [nth, other] of some.persons.entries()) {
      const above = some.triangle[nth] ?? [];
      const cell = this.space.common(person, other) + (news[person] ?? 0) * (news[other] ?? 0);
      const before = row.reduce((sum, part, at) => sum + part * (above[at] ?? 0), 0);
      const part = (-cell - before) / (above[nth] ?? 1);
      row.push(part);
      left -= part ** 2;
    }
    if (left <= nothing) return null;
    return {
      persons: [...some.persons, person],
      triangle: [...some.triangle, [...row, Math.sqrt(left)]],
      beside: some.beside + beside,
    };
  }
}

/**
 * What a row can reach by its own cell, where no other is larger than the largest: a cell is no
 * more than the root of the product of the two on the diagonal, and the squares of a row of a
 * projection sum to its own cell.
 */
function atMost(own: number, most: number): number {
  const others = few - 1;
  const byRow = Math.sqrt(others * Math.max(0, own * (1 - own)));
  return own + Math.min(others * Math.sqrt(own * most), byRow);
}

function moves(news: Row, persons: readonly number[]): boolean {
  return persons.reduce((sum, person) => sum + (news[person] ?? 0) ** 2, 0) > increase;
}

/** The sum of the four largest, whatever their signs. */
function largestOf(row: Row, without: number | null = null): number {
  const largest = new Float64Array(few - 1);
  for (let place = 0; place < row.length; place += 1) {
    const part = Math.abs(row[place] ?? 0);
    if (place === without || part <= (largest[0] ?? 0)) continue;
    largest[0] = part;
    largest.sort();
  }
  return largest.reduce((sum, part) => sum + part, 0);
}

function reachOf(row: Row, person: number): number {
  return Math.abs(row[person] ?? 0) + largestOf(row, person);
}
