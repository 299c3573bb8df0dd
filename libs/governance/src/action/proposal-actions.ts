import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { assert } from '@rochdale/platform';
import { z } from 'zod';
import { governanceErrors } from '../governance.errors.js';

export interface Subject {
  readonly kind: string;
  readonly id: string;
}

/** What a proposal is to do when it passes. The payload's shape belongs to the kind. */
export interface ProposalAction {
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The proposal whose action runs, as far as a handler may know it. */
export interface DecidedProposal {
  readonly id: string;
  readonly subject: Subject | null;
  readonly ruleHash: string;
}

/**
 * Carries an action out, in the transaction that also marks it executed. Throws a CodedError when
 * it cannot be done any more: then nothing of the proposal's actions is done.
 */
export type ActionHandler = (
  tx: Tx,
  action: ProposalAction & { readonly id: string },
  proposal: DecidedProposal,
) => Promise<void>;

export interface ActionOptions {
  /** What the payload has to look like; checked when the proposal is drafted. */
  readonly payload?: z.ZodType;
  /**
   * Whether a member may put it into a proposal by hand, under any policy. Otherwise only the room
   * that owns it does, with the policy that its own rules ask for.
   */
  readonly proposable?: boolean;
}

const anyRecord = z.record(z.string(), z.unknown());

/** Kinds of action and who carries them out. Rooms register theirs when the process starts. */
@Injectable()
export class ProposalActions {
  readonly #kinds = new Map<string, { handler: ActionHandler; options: ActionOptions }>();

  register(kind: string, handler: ActionHandler, options: ActionOptions = {}): void {
    assert(/^[a-z-]+\.[a-z-]+$/.test(kind), `action ${kind} is not room.verb`);
    assert(!this.#kinds.has(kind), `action ${kind} has two handlers`);
    this.#kinds.set(kind, { handler, options });
  }

  handlerOf(kind: string): ActionHandler {
    return this.#find(kind).handler;
  }

  /** @throws CodedError ACTION_KIND_UNKNOWN, ACTION_PAYLOAD_INVALID */
  check(actions: readonly ProposalAction[], by: 'member' | 'room'): void {
    for (const { kind, payload } of actions) {
      const { options } = this.#find(kind);
      if (by === 'member' && options.proposable !== true) throw unknownKind(kind);
      if (!(options.payload ?? anyRecord).safeParse(payload).success) {
        const message = `This is not what ${kind} needs.`;
        throw governanceErrors.error('ACTION_PAYLOAD_INVALID', message, { path: ['actions'] });
      }
    }
  }

  #find(kind: string): { handler: ActionHandler; options: ActionOptions } {
    const known = this.#kinds.get(kind);
    if (known === undefined) throw unknownKind(kind);
    return known;
  }
}

function unknownKind(kind: string): Error {
  return governanceErrors.error('ACTION_KIND_UNKNOWN', 'A proposal cannot do this by itself.', {
    path: ['actions'],
    data: { kind },
  });
}
