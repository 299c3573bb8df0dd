import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import { byKey } from '../kit/keyed.js';
import { toMember } from './member.type.js';
import { toRoleTerm } from './role.type.js';

/** Members and their terms of office. */
@Injectable()
export class MemberLoader {
  /** As the viewer may see them. */
  readonly members = byKey((tx, ids) => this.directory.visible(tx, ids), toMember);

  /** By member. */
  readonly roles = byKey(
    (tx, ids) => this.directory.rolesOf(tx, ids),
    (terms) => terms.map(toRoleTerm),
  );

  constructor(private readonly directory: MemberDirectory) {}
}
