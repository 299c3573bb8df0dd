import { Injectable } from '@nestjs/common';
import { MemberDirectory, MemberQueries, OpenAffairs } from '@rochdale/membership';
import { may, newId } from '@rochdale/platform';
import type { ErasedBeside } from '@rochdale/platform';
import type { GraphContext } from '../kit/graph-context.js';
import { byKey, listsBy, Shown } from '../kit/keyed.js';
import { toErasedMemberId, toMemberId } from '../kit/node/global-id.js';
import { toMember } from './member.type.js';
import { toRoleTerm } from './role.type.js';

/** Members and their terms of office. */
@Injectable()
export class MemberLoader {
  readonly #everybody = byKey((tx, ids) => this.directory.visible(tx, ids), toMember);

  /** As the viewer may see them. Where somebody stood who was erased is nobody. */
  readonly members = new Shown(this.#everybody, ({ isErased }) => !isErased);

  /** By what name those are shown to the viewer who looked at what is theirs. */
  readonly lookers = byKey(
    (tx, ids) => this.directory.lookers(tx, ids),
    (called) => called,
  );

  /** As whoever has nothing but an id finds them. */
  readonly findable = byKey((tx, ids) => this.directory.findable(tx, ids), toMember);

  /** By member. */
  readonly roles = byKey(
    (tx, ids) => this.directory.rolesOf(tx, ids),
    (terms) => terms.map(toRoleTerm),
  );

  /** By member: how they came to stand as they do, for those who may know. */
  readonly standingHistories = listsBy(
    (tx, ids) => this.queries.standingHistories(tx, ids),
    ({ memberId }) => memberId,
    (change) => change,
  );

  /** By member: what is under way with them, so that they cannot be erased. */
  readonly whyNotErase = byKey(
    (tx, ids) => this.affairs.whyNotErase(tx, ids),
    ({ code }) => code,
  );

  constructor(
    private readonly directory: MemberDirectory,
    private readonly queries: MemberQueries,
    private readonly affairs: OpenAffairs,
  ) {}

  /**
   * By what id each row's member is told where the schema has an id and no `Member`: an erased one
   * by another beside each thing.
   *
   * @param besideOf the thing's own id, as the database has it
   */
  async toldIds<Row>(
    graph: GraphContext,
    rows: readonly Row[],
    memberIdOf: (row: Row) => string | null,
    besideOf: (row: Row) => string,
  ): Promise<(string | null)[]> {
    const found = await this.#everybody.ofEach(graph, rows, memberIdOf);
    return rows.map((row, nth) => {
      const memberId = memberIdOf(row);
      if (memberId === null) return null;
      return found[nth]?.isErased === true
        ? toErasedMemberId(memberId, besideOf(row), graph.audience)
        : toMemberId(memberId, graph.audience);
    });
  }

  /** Who of those that each row names was erased; all rows are asked for at once. */
  async erasedBeside<Row>(
    graph: GraphContext,
    rows: readonly Row[],
    memberIdsOf: (row: Row) => readonly string[],
    besideOf: (row: Row) => string,
  ): Promise<ErasedBeside[]> {
    const named = rows.map(memberIdsOf);
    const found = await this.#everybody.each(graph, [...new Set(named.flat())]);
    const erased = new Set(found.flatMap((one) => (one?.isErased === true ? [one.memberId] : [])));
    return rows.map((row, nth) => ({
      memberIds: new Set(named[nth]?.filter((id) => erased.has(id))),
      thingId: besideOf(row),
    }));
  }

  /** By whom a list is narrowed. By the id that somebody had who was erased nothing is found. */
  async heard(graph: GraphContext, memberId: string | null): Promise<string | null> {
    if (memberId === null || graph.actor.cooperativeId === null) return memberId;
    const member = await this.#everybody.one(graph, memberId);
    return member?.isErased === true ? newId() : memberId;
  }

  /** Who is looked at by that id; null where it leads to nobody, or to who was erased. */
  async lookedAt(graph: GraphContext, memberId: string | null): Promise<string | null> {
    if (memberId === null || graph.actor.cooperativeId === null) return null;
    const member = await this.#everybody.one(graph, memberId);
    return member === null || member.isErased ? null : memberId;
  }

  /** Why the viewer may not leave, asked once for a page; null also for who is no member. */
  async whyNotLeave(graph: GraphContext): Promise<string | null> {
    const mayLeave = may(graph.actor, 'member.leave').allowed;
    return mayLeave ? graph.read((tx) => this.queries.whyNotLeave(tx)) : null;
  }
}
