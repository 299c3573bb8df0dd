import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import type { MemberView, RoleTermRow } from '@rochdale/membership';
import type { GraphContext } from '../kit/graph-context.js';
import { toMember } from './member.type.js';
import type { MemberType } from './member.type.js';

/** Members and their terms of office, fetched together for a whole request. */
@Injectable()
export class MemberLoader {
  readonly #members = {};
  readonly #roles = {};

  constructor(private readonly directory: MemberDirectory) {}

  /** The member as the viewer may see them, or null when there is none. */
  async member(graph: GraphContext, memberId: string): Promise<MemberType | null> {
    const loader = graph.loader<MemberView>(this.#members, (tx, ids) =>
      this.directory.visible(tx, ids),
    );
    const view = await loader.load(memberId);
    return view === null ? null : toMember(view);
  }

  async roles(graph: GraphContext, memberId: string): Promise<readonly RoleTermRow[]> {
    const loader = graph.loader<RoleTermRow[]>(this.#roles, (tx, ids) =>
      this.directory.rolesOf(tx, ids),
    );
    return (await loader.load(memberId)) ?? [];
  }
}
