import { allActions, CodedError, assert, isAboutPerson, personsOfAction } from '@rochdale/platform';
import type {
  AnyAction,
  DecidedProposal,
  FindDoor,
  MoneyBuffer,
  ProposalAction,
  Tx,
} from '@rochdale/platform';
import { ballotKindOf } from '@rochdale/voting';
import type { VoteRule } from '@rochdale/voting';
import type { NewAction } from './action.store.js';
import { governanceErrors } from '../governance.errors.js';

/** A rule under which something may follow from a vote. */
export interface FollowedRule extends VoteRule {
  /** Where members are elected under it: to which offices. */
  readonly elects?: { readonly offices: readonly string[] } | undefined;
  /** Where what passes is ratified afterwards. */
  readonly ratification?: object | undefined;
  readonly alreadyDone?: true | undefined;
  /** Where an assembly decides: not what is never left to one. */
  readonly assembly?: object | undefined;
}

/** Who put actions into a proposal, and under which rule it is decided. */
export interface Proposing {
  readonly by: 'member' | 'room';
  readonly rule: FollowedRule;
}

/** The actions that rooms declared, and the services of this process that carry them out. */
export class ProposalActions {
  constructor(private readonly find: FindDoor) {}

  /**
   * For the start of a process: better no process than one that cannot do what was decided.
   *
   * @throws Error naming an action whose service no module provides
   */
  onApplicationBootstrap(): void {
    for (const [kind, { service }] of allActions()) {
      try {
        if (service !== null) this.find(service);
      } catch (error) {
        throw new Error(`nobody carries out ${kind}`, { cause: error });
      }
    }
  }

  /**
   * Whether all of this may be put into a proposal. In the caller's transaction.
   *
   * @throws CodedError ACTION_KIND_UNKNOWN, ACTION_POLICY_UNFIT, ACTION_PAYLOAD_INVALID,
   *   ACTION_STANDS_ALONE, and what an action's own check refuses
   */
  async check(tx: Tx, wanted: readonly ProposalAction[], proposing: Proposing): Promise<void> {
    requireAlone(wanted);
    for (const [place, one] of wanted.entries()) {
      const path = ['actions', String(place)];
      const action = actionOf(one.kind, path);
      requireRight(action, one, proposing, path);
      const payload = readPayload(action, one, path);
      try {
        await action.check?.(this.#serviceOf(action), tx, payload);
      } catch (error) {
        throw error instanceof CodedError ? inTerms(error, path) : error;
      }
    }
  }

  /** Checked actions, each with the member whom it is about. In the caller's transaction. */
  async withPersons(tx: Tx, checked: readonly ProposalAction[]): Promise<NewAction[]> {
    const all: NewAction[] = [];
    for (const one of checked) {
      const action = actionOf(one.kind, []);
      const [named = null, ...others] = personsOfAction(one);
      assert(others.length === 0, `an action is about one person: ${one.kind}`);
      const led = (await action.about?.(tx, readPayload(action, one, []))) ?? null;
      all.push({ kind: one.kind, payload: one.payload, aboutMemberId: led ?? named });
    }
    return all;
  }

  /**
   * What an action would change now, in the caller's transaction, for whoever is told: null where
   * there is nothing to say.
   *
   * @throws CodedError ACTION_KIND_UNKNOWN, ACTION_PAYLOAD_INVALID
   */
  async foresee(tx: Tx, wanted: ProposalAction): Promise<string | null> {
    const action = actionOf(wanted.kind, []);
    const payload = readPayload(action, wanted, []);
    return (await action.foresee?.(this.#serviceOf(action), tx, payload)) ?? null;
  }

  /**
   * Whether the fund that a rule names holds its buffer, where any of these sets money aside.
   * @throws CodedError ACTION_KIND_UNKNOWN, ACTION_PAYLOAD_INVALID, and what the action refuses
   */
  async requireBuffer(
    tx: Tx,
    wanted: readonly ProposalAction[],
    { buffer }: { readonly buffer?: MoneyBuffer | undefined },
    asMembersRead = false,
  ): Promise<void> {
    if (buffer === undefined) return;
    const asked = { ...buffer, asMembersRead };
    for (const one of wanted) {
      const action = actionOf(one.kind, []);
      const payload = readPayload(action, one, []);
      await action.requireBuffer?.(this.#serviceOf(action), tx, payload, asked);
    }
  }

  /**
   * The kinds for which the rules of rooms ask for a policy, and its key.
   * @throws CodedError ACTION_KIND_UNKNOWN, ACTION_PAYLOAD_INVALID
   */
  async leastPolicies(tx: Tx, wanted: readonly ProposalAction[]): Promise<[string, string][]> {
    const all: [string, string][] = [];
    for (const one of wanted) {
      const action = actionOf(one.kind, []);
      const payload = readPayload(action, one, []);
      const policyKey = (await action.leastPolicy?.(this.#serviceOf(action), tx, payload)) ?? null;
      if (policyKey !== null) all.push([one.kind, policyKey]);
    }
    return all;
  }

  /**
   * Carries an action out, in the caller's transaction.
   *
   * @throws CodedError ACTION_KIND_UNKNOWN, ACTION_PAYLOAD_INVALID, and what the action throws
   */
  async run(tx: Tx, decidedAction: ProposalAction, decided: DecidedProposal): Promise<void> {
    const action = actionOf(decidedAction.kind, []);
    const payload = readPayload(action, decidedAction, []);
    await action.run(this.#serviceOf(action), tx, payload, decided);
  }

  /**
   * Takes back what an action did, in the caller's transaction. False where its kind cannot be.
   *
   * @throws CodedError ACTION_KIND_UNKNOWN, ACTION_PAYLOAD_INVALID, and what the action throws
   */
  async revoke(tx: Tx, done: ProposalAction, decided: DecidedProposal): Promise<boolean> {
    const action = actionOf(done.kind, []);
    if (action.revoke === undefined) return false;
    await action.revoke(this.#serviceOf(action), tx, readPayload(action, done, []), decided);
    return true;
  }

  /** What functions of a room carry out asks for no service. */
  #serviceOf({ service }: AnyAction): unknown {
    return service === null ? null : this.find(service);
  }
}

type Path = readonly string[];

/** Where whoever proposes writes an action's terms. */
const termsField = 'payloadJson';

function actionOf(kind: string, path: Path): AnyAction {
  const action = allActions().get(kind);
  if (action === undefined) throw unknownKind(kind, path);
  return action;
}

/**
 * Whether an action of that kind may follow from a decision under that rule. From one of a working
 * group nothing does: anybody joins it, and three who open one would spend the money of all.
 *
 * @throws CodedError ACTION_KIND_UNKNOWN
 */
export function mayFollow(kind: string, rule: FollowedRule): boolean {
  const action = actionOf(kind, []);
  if (rule.decidedBy !== undefined || rule.alreadyDone === true) return false;
  if (rule.assembly !== undefined && action.neverInAssembly === true) return false;
  const elects = action.electsTo !== undefined;
  // Which option wins says nothing of whether something else is done.
  if (ballotKindOf(rule).hasOptions === true) return isElection(rule) && elects;
  if (rule.ratification !== undefined && !mayBeRatified(action)) return false;
  return !elects && action.underPolicies.includes(ballotKindOf(rule).classOf(rule));
}

/**
 * Nobody's place is decided by few, and taken back by all; nor is how members decide, their bylaws,
 * or who approves their money: whoever rewrote them in an emergency would rule by them before
 * anybody ratified it. So kinds say that they may be.
 */
const mayBeRatified = ({ kind, inEmergencies }: AnyAction): boolean =>
  inEmergencies === true && !isAboutPerson(kind);

const isElection = ({ elects }: FollowedRule): boolean => elects !== undefined;

/**
 * An election is to an office: what follows from it is in its draft.
 *
 * @throws CodedError ELECTION_NEEDS_OFFICE
 */
export function requireOffice(rule: FollowedRule, wanted: readonly ProposalAction[]): void {
  if (!isElection(rule) || wanted.length > 0) return;
  const message = 'Under this policy members are elected: say to which office.';
  throw governanceErrors.error('ELECTION_NEEDS_OFFICE', message, { path: ['actions'] });
}

/** Whether an action with these terms may: an election is to an office that its rule names. */
function mayFollowAs({ kind, payload }: ProposalAction, rule: FollowedRule): boolean {
  if (!mayFollow(kind, rule)) return false;
  const action = actionOf(kind, []);
  const read = action.payload.safeParse(payload);
  const office = read.success ? action.electsTo?.(read.data) : undefined;
  return office === undefined || rule.elects?.offices.includes(office) === true;
}

function requireRight(
  action: AnyAction,
  wanted: ProposalAction,
  { by, rule }: Proposing,
  path: Path,
): void {
  const { kind, proposable = false } = action;
  // What a member may not propose is to them what there is not.
  if (by === 'member' && !proposable) throw unknownKind(kind, path);
  requireFollowing([{ ...wanted, kind }], rule);
}

/**
 * What is decided about somebody goes with them: nothing that is about others goes along.
 *
 * @throws CodedError ACTION_STANDS_ALONE
 */
export function requireAlone(wanted: readonly Pick<ProposalAction, 'kind'>[]): void {
  const isElecting = (kind: string): boolean => allActions().get(kind)?.electsTo !== undefined;
  const place = wanted.findIndex(({ kind }) => isAboutPerson(kind) || isElecting(kind));
  const kind = wanted[place]?.kind;
  if (wanted.length < 2 || kind === undefined) return;
  const message = isElecting(kind)
    ? 'Members are elected to one office at a time.'
    : 'What is about a member is voted on by itself.';
  throw governanceErrors.error('ACTION_STANDS_ALONE', message, {
    path: ['actions', String(place)],
    data: { kind },
  });
}

/**
 * Whether all of these may follow from a decision under that rule.
 *
 * @throws CodedError ACTION_POLICY_UNFIT, ACTION_KIND_UNKNOWN
 */
export function requireFollowing(wanted: readonly ProposalAction[], rule: FollowedRule): void {
  const kind = wanted.find((one) => !mayFollowAs(one, rule))?.kind;
  if (kind === undefined) return;
  const message = whyUnfit(kind, rule);
  throw governanceErrors.error('ACTION_POLICY_UNFIT', message, {
    path: ['policyKey'],
    data: { kind, ruleClass: ballotKindOf(rule).classOf(rule) },
  });
}

function whyUnfit(kind: string, rule: FollowedRule): string {
  if (rule.decidedBy !== undefined) return 'What a working group decides carries out nothing.';
  if (rule.alreadyDone === true) return 'It was done already: nothing is carried out by it.';
  const ballotKind = ballotKindOf(rule);
  const ruleClass = ballotKind.classOf(rule);
  const fitting = actionOf(kind, []).underPolicies.join(' or ');
  return isElection(rule)
    ? 'Under this policy members are elected, to the offices that it names.'
    : ballotKind.hasOptions === true
      ? 'Nothing else follows from a vote between options.'
      : rule.ratification !== undefined && !mayBeRatified(actionOf(kind, []))
        ? `${kind} is not decided first, and ratified later.`
        : `${kind} is decided by a policy of the class ${fitting}, and not of ${ruleClass}.`;
}

function readPayload(action: AnyAction, { payload }: ProposalAction, path: Path): object {
  const parsed = action.payload.safeParse(payload);
  if (parsed.success) return parsed.data;
  const inside = parsed.error.issues[0]?.path ?? [];
  throw governanceErrors.error('ACTION_PAYLOAD_INVALID', `This is not what ${action.kind} needs.`, {
    path: [...path, termsField, ...inside.map(String)],
  });
}

/** What an action refuses of its own terms, where they stand in what was asked. */
function inTerms(refused: CodedError, path: Path): CodedError {
  const { code, kind, message, details } = refused;
  const within = [...path, termsField, ...refused.path];
  return new CodedError(code, kind, message, { ...details, path: within, cause: refused });
}

function unknownKind(kind: string, path: Path): Error {
  return governanceErrors.error('ACTION_KIND_UNKNOWN', 'A proposal cannot do this by itself.', {
    path: [...path, 'kind'],
    data: { kind },
  });
}
