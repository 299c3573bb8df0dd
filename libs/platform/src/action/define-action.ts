import type { Type } from '@nestjs/common';
import type { z } from 'zod';
import { heardData, idPlacesIn, idTypesIn, personsIn, toldData } from '../catalogue/told-ids.js';
import type { ErasedBeside } from '../catalogue/told-ids.js';
import type { IdAudience } from '../kernel/id-seal.js';
import type { Tx } from '../db/tx.js';
import type { Day } from '../kernel/day.js';
import { assert } from '../kernel/assert.js';
import type { PermissionName } from '../kernel/permissions.js';

/**
 * How much agreement a rule asks for: none but silence, less than half, half or more than half.
 * Who lets a vote decide something asks for a class.
 */
export type RuleClass = 'lazy-consensus' | 'minority' | 'majority' | 'supermajority';

export interface Subject {
  readonly kind: string;
  readonly id: string;
}

/** What a proposal is to do when it passes. The payload's shape belongs to the kind. */
export interface ProposalAction {
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The proposal whose action runs, as far as an action may know it. */
export interface DecidedProposal {
  readonly id: string;
  /** The action that runs: what it does once only is known by it. */
  readonly actionId: string;
  readonly subject: Subject | null;
  readonly ruleHash: string;
  /** Whom a vote between members elected; nobody of every other. */
  readonly elected: Elected;
}

/** Whom a vote elected who can be put into an office today, and for how long. */
export interface Elected {
  /** Plain ids, in the order of their election. */
  readonly memberIds: readonly string[];
  /** How many months a term lasts by the rule. */
  readonly termMonths: number;
  /** The day on which it ends, where it is the rest of somebody else’s; null for a whole one. */
  readonly until: Day | null;
}

/** What a rule asks to lie in a fund before more money is set aside under it. */
export interface MoneyBuffer {
  readonly fundKey: string;
  /** Minor units, as decimal digits; without them as much as the fund may hold, if there is one. */
  readonly atLeastMinor?: string | undefined;
  readonly currency?: string | undefined;
}

/** A buffer as it is asked for. */
export interface AskedBuffer extends MoneyBuffer {
  /**
   * Whether members hear how it went, by whomever it is asked: then it is what everybody reads of
   * the fund, and nothing of the books.
   */
  readonly asMembersRead?: boolean;
}

/** What a proposal can do, declared by the room that does it in `<verb>.action.ts`. */
export interface Action<Payload extends object, Service> {
  /** `noun.verb`, for ever: proposals on record name it. */
  readonly kind: string;
  readonly payload: z.ZodType<Payload>;
  /** The classes of rule that may decide it. Silence is consent only where it is named. */
  readonly underPolicies: readonly RuleClass[];
  /**
   * Whether a member may put it into a proposal by hand, under any such policy. Otherwise only the
   * room that owns it does, with the policy that its own rules ask for.
   */
  readonly proposable?: boolean;
  /**
   * Whether it may be decided by a rule whose decisions are ratified afterwards, as in an
   * emergency: what is urgent, and gives nobody power over others meanwhile. Nothing else may.
   */
  readonly inEmergencies?: true;
  /**
   * Whether no assembly decides it: what others wait for is not left to whoever calls one, and
   * opens and closes its votes by hand.
   */
  readonly neverInAssembly?: true;
  /**
   * What who is no member reads of a vote on it once that is decided: the decision, or that there
   * was none. Refused for what may be one person's: see `ofNobody`.
   */
  readonly strangersRead: 'decision' | 'nothing';
  /**
   * What carries it out; found among the process's services when it is needed. Null where functions
   * of its room do.
   */
  readonly service: Type<Service> | null;
  /**
   * Who is told beforehand what it would do today: whoever may read what that tells. Any member
   * where it is left out.
   */
  readonly foreseenBy?: PermissionName;
  /**
   * Whether a vote on it is about how somebody conducted themselves: what is said of them there is
   * kept until ninety days after it, and then how it was decided alone. Such a vote is about a
   * member, and strangers read nothing of it.
   */
  readonly isHearing?: true;

  /**
   * Of what puts those into an office whom a vote between members elects: which office. It follows
   * from such votes alone, by itself, under rules that elect to the office.
   */
  electsTo?(payload: Payload): string;

  /** The day before which it is not carried out, by the co-operative's calendar; null for none. */
  notBefore?(payload: Payload): Day | null;

  /** What it will do, in a sentence for those who vote. Names nobody. */
  summary(payload: Payload): string;

  /** What it would change today, in a sentence for `foreseenBy`; null for nothing to say. */
  foresee?(service: Service, tx: Tx, payload: Payload): Promise<string | null>;

  /**
   * Asked when the proposal is drafted, and of whoever drafts: it says nothing of what members may
   * not read. @throws CodedError when this could never be done
   */
  check?(service: Service, tx: Tx, payload: Payload): Promise<void>;

  /**
   * Asked when a vote opens, before it is carried out, and once all that was decided with it is,
   * where the rule of the vote names a buffer: of what sets money aside. It tells whether the fund
   * holds so much, and nothing else.
   *
   * @throws CodedError when it would set money aside, and the fund holds less
   */
  requireBuffer?(service: Service, tx: Tx, payload: Payload, buffer: AskedBuffer): Promise<void>;

  /**
   * Asked when a vote opens: the key of the policy that a rule of the co-operative asks for, so
   * that nothing looser decides it; null where any that fits does.
   */
  leastPolicy?(service: Service, tx: Tx, payload: Payload): Promise<string | null>;

  /**
   * The plain id of the member whom it is about, where its payload leads to one by another id than
   * theirs; null for nobody. A member whom the payload names needs no telling.
   */
  about?(tx: Tx, payload: Payload): Promise<string | null>;

  /**
   * Does it, in the transaction that also marks it executed.
   *
   * @throws CodedError when it cannot be done any more: then none of the proposal's actions is
   */
  run(service: Service, tx: Tx, payload: Payload, decided: DecidedProposal): Promise<void>;

  /**
   * Takes back what it did, where it was decided in an emergency and the members do not let it
   * stand. Left out for what cannot be taken back.
   *
   * @throws CodedError when it cannot be taken back any more: then it stands
   */
  revoke?(service: Service, tx: Tx, payload: Payload, decided: DecidedProposal): Promise<void>;
}

/** An action whose payload and service are known to itself alone. */
export type AnyAction = Action<object, unknown>;

/** A declared action, and the way to put it into a proposal. */
export interface DefinedAction<Payload extends object> {
  readonly kind: string;
  of(payload: Payload): ProposalAction;
}

const actions = new Map<string, AnyAction>();

/** Of what the ids are that lead to no person: whatever else a payload names may be somebody's. */
const ofNobody: ReadonlySet<string> = new Set([
  'Cooperative',
  'DecisionPolicy',
  'DuesPlan',
  'Fund',
  'Partner',
  'PoolPolicy',
  'Proposal',
]);

/** Declares what a proposal can do, once, at module level. */
export function defineAction<Payload extends object, Service>(
  action: Action<Payload, Service>,
): DefinedAction<Payload> {
  const { kind } = action;
  assert(/^[a-z-]+\.[a-z-]+$/.test(kind), `action ${kind} is not noun.verb`);
  assert(!actions.has(kind), `action ${kind} is declared twice`);
  assert(action.underPolicies.length > 0, `action ${kind} is decided by no policy`);
  const isTold = action.strangersRead === 'decision';
  const mayBeSomebodys = [...idTypesIn(action.payload)].filter((type) => !ofNobody.has(type));
  assert(
    !isTold || mayBeSomebodys.length === 0,
    `action ${kind} names ${mayBeSomebodys.join(', ')} to strangers`,
  );
  assert(
    action.isHearing !== true || (!isTold && isOfPerson(action)),
    `action ${kind} hears nobody, or before strangers`,
  );
  actions.set(kind, action);
  return {
    kind,
    of: (payload) => ({
      kind,
      payload: Object.fromEntries(Object.entries(action.payload.parse(payload))),
    }),
  };
}

/** Every action that any loaded room declared. */
export function allActions(): ReadonlyMap<string, AnyAction> {
  return actions;
}

/**
 * Who reads a vote once it is decided. Strangers do where its proposer lets them, and where every
 * action of it does: what a room puts to the vote, or what no room knows, may be one person's.
 */
export function readersOf(terms: {
  readonly visibility?: 'public' | 'members';
  readonly actions: readonly ProposalAction[];
  readonly subject?: Subject;
}): 'public' | 'members' {
  const isTold = terms.actions.every(({ kind }) => actions.get(kind)?.strangersRead === 'decision');
  const isOfNobody = terms.subject === undefined || terms.actions.length > 0;
  return isTold && isOfNobody ? (terms.visibility ?? 'public') : 'members';
}

const isOfPerson = ({ payload, about }: Pick<AnyAction, 'payload' | 'about'>): boolean =>
  about !== undefined || idTypesIn(payload).has('Member');

/** Whether actions of that kind are about a member, whom it names or leads to. */
export function isAboutPerson(kind: string): boolean {
  const action = actions.get(kind);
  return action !== undefined && isOfPerson(action);
}

/** Whether a vote on any of these is a hearing: see `Action.isHearing`. */
export function isHearing(wanted: readonly Pick<ProposalAction, 'kind'>[]): boolean {
  return wanted.some(({ kind }) => actions.get(kind)?.isHearing === true);
}

/** An action with the ids that every edge gives and takes, as that audience sees it. */
export function toldAction(
  action: ProposalAction,
  audience: IdAudience,
  erased?: ErasedBeside,
): ProposalAction {
  const shape = actions.get(action.kind)?.payload;
  return shape === undefined
    ? action
    : { ...action, payload: toldData(shape, action.payload, audience, erased) };
}

/** The plain ids of the persons whom an action names. */
export function personsOfAction({ kind, payload }: ProposalAction): string[] {
  const shape = actions.get(kind)?.payload;
  return shape === undefined ? [] : personsIn(shape, payload);
}

/** What stands in the terms of an action where ids do, and of what each is. */
export function idPlacesOf({
  kind,
  payload,
}: ProposalAction): readonly { readonly type: string; readonly text: string }[] {
  const shape = actions.get(kind)?.payload;
  return shape === undefined ? [] : idPlacesIn(shape, payload);
}

/** What somebody sent for the payload of an action, with its ids as they are stored. */
export function heardPayload(kind: string, sent: unknown, audience: IdAudience): unknown {
  const shape = actions.get(kind)?.payload;
  return shape === undefined ? sent : heardData(shape, sent, audience);
}

/** What an action on record will do, or did, in a sentence; its kind when no room knows it now. */
export function summaryOf({ kind, payload }: ProposalAction): string {
  const action = actions.get(kind);
  const read = action?.payload.safeParse(payload);
  return action === undefined || read?.success !== true ? kind : action.summary(read.data);
}
