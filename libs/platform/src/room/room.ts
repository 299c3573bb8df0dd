import type { Type } from '@nestjs/common';
import type { Invariant } from '../db/invariant.js';
import type { EntityClass } from '../db/mapping.js';
import type { HandlerBinding } from '../catalogue/handler.js';
import type { PermissionTable } from '../kernel/permissions.js';
import type { PersonalData } from '../privacy/personal-data.js';
import type { ForgetMemberOf } from '../privacy/member-traces.js';
import type { Report } from '../report/report.js';

/** What a room hands to the processes that are composed of rooms. */
export interface RoomParts {
  /** The folder in `libs`, and the first word of its jobs, facts and statements. */
  readonly name: string;
  /** Who may do what in it. */
  readonly permissions?: PermissionTable<string>;
  /** Laws of its books, checked every night and by `verify`. */
  readonly invariants?: readonly Invariant[];
  /** What carries out its jobs: one for each that it declares. */
  readonly handlers?: readonly HandlerBinding[];
  /** The letters that it writes, or that follow its facts. */
  readonly letters?: readonly { readonly kind: string }[];
  /** What passed proposals may do in it. */
  readonly actions?: readonly { readonly kind: string }[];
  /** What it tells in tables: a field of the schema and a file each. */
  readonly reports?: readonly Report[];
  /** What its tables keep about persons, column by column. */
  readonly personalData?: PersonalData;
  /** What it takes away, or locks, of a member who was erased. */
  readonly forget?: ForgetMemberOf;
  /** The mappings of its tables. */
  readonly entities?: readonly EntityClass[];
}

/** A room, as its `<room>.room.ts` declares it and the house lists it. */
export interface Room extends RoomParts {
  readonly module: Type;
}
