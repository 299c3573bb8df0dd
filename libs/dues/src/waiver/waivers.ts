import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, newId, permit, seal, UnitOfWork, unseal } from '@rochdale/platform';
import type { Actor, Config, Tx } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { WaiverChanged } from '../dues.events.js';
import { waiverStore } from './waiver.store.js';
import type { WaiverRow } from './waiver.store.js';

export interface AskWaiverInput {
  /** What the member can give instead per period; nothing is fine. */
  readonly amountMinor: bigint;
  readonly fromOn: string;
  readonly untilOn: string;
  /** For the treasurer's eyes, and not required. */
  readonly reason?: string | null;
}

/** A waiver as those may see it who are allowed to: the member, and the treasurer. */
export interface WaiverView extends Omit<WaiverRow, 'reasonSealed'> {
  readonly reason: string | null;
}

const purpose = 'waiver reasons';
const maxDays = 366;

function checkAsked({ amountMinor, fromOn, untilOn, reason }: AskWaiverInput): void {
  const days = (Date.parse(untilOn) - Date.parse(fromOn)) / 86_400_000;
  const refuse = (message: string, field: string): Error =>
    duesErrors.error('INVALID_WAIVER', message, { path: [field] });
  if (amountMinor < 0n) throw refuse('The amount is zero or more.', 'amountMinor');
  if (!(days >= 0 && days <= maxDays)) {
    throw refuse('A waiver is for up to a year, and ends after it starts.', 'untilOn');
  }
  if ((reason ?? '').length > 2_000)
    throw refuse('A reason has at most 2,000 characters.', 'reason');
}

/** Asking for less, in private, and the answer. */
@Injectable()
export class Waivers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret'>,
  ) {}

  /** @throws CodedError FORBIDDEN, INVALID_WAIVER, WAIVER_ASKED_ALREADY */
  async ask(actor: Actor, input: AskWaiverInput): Promise<WaiverView> {
    permit(actor, 'dues-waiver.ask');
    checkAsked(input);
    const id = newId();
    const reason = input.reason?.trim() ?? '';
    return this.unitOfWork.run(actor, async (tx) => {
      const waiver = await waiverStore.insert(tx, {
        id,
        memberId: actor.memberId ?? '',
        amountMinor: input.amountMinor,
        fromOn: input.fromOn,
        untilOn: input.untilOn,
        reasonSealed: reason === '' ? null : seal(this.#context(id), reason),
      });
      if (waiver === null) {
        throw duesErrors.error('WAIVER_ASKED_ALREADY', 'You have asked already.');
      }
      announce(tx, waiver);
      return this.#view(waiver);
    });
  }

  /** @throws CodedError FORBIDDEN, WAIVER_NOT_FOUND, WAIVER_OWN, WAIVER_DECIDED */
  async decide(
    actor: Actor,
    input: { waiverId: string; state: 'granted' | 'refused' },
  ): Promise<WaiverView> {
    permit(actor, 'dues-waiver.decide');
    return this.unitOfWork.run(actor, async (tx) => {
      const asked = await waiverStore.lock(tx, input.waiverId);
      if (asked === null) throw duesErrors.error('WAIVER_NOT_FOUND', 'There is no such waiver.');
      if (asked.memberId === actor.memberId) {
        throw duesErrors.error('WAIVER_OWN', 'Nobody decides about their own dues.');
      }
      const decided = await waiverStore.decide(tx, asked, input.state);
      if (decided === null) throw duesErrors.error('WAIVER_DECIDED', 'This was decided already.');
      announce(tx, decided);
      return this.#view(decided);
    });
  }

  /** The treasurer sees all, a member their own. */
  async list(tx: Tx): Promise<WaiverView[]> {
    permit(tx.actor, 'dues-waiver.read');
    const onlyOf = tx.actor.roles.has('treasurer') ? null : tx.actor.memberId;
    return (await waiverStore.list(tx, onlyOf)).map((row) => this.#view(row));
  }

  #context(rowId: string) {
    return { secret: this.config.secret, purpose, rowId };
  }

  #view({ reasonSealed, ...rest }: WaiverRow): WaiverView {
    const reason = reasonSealed === null ? null : unseal(this.#context(rest.id), reasonSealed);
    return { ...rest, reason };
  }
}

function announce(tx: Tx, { id, memberId, state }: WaiverRow): void {
  tx.announce(WaiverChanged.of(id, { waiverId: id, memberId, state }));
}
