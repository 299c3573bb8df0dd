import { Injectable } from '@nestjs/common';
import { Accounts, identityErrors } from '@rochdale/identity';
import type { NewAccount } from '@rochdale/identity';
import { newId, parseId, permit, UnitOfWork, violates } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { checkedClass, defaultClasses } from '../member-class/member-class.js';
import type { MemberClass } from '../member-class/member-class.js';
import { memberClassStore } from '../member-class/member-class.store.js';
import { checkedDisplayName } from '../member/known-member.js';
import { memberStore } from '../member/member.store.js';
import type { MemberRow } from '../member/member.store.js';
import { membershipErrors } from '../membership.errors.js';
import { CooperativeFounded, MemberAdmitted, StandingChanged } from '../membership.events.js';
import { appointInTx } from '../role/roles.js';
import { standingChangeStore } from '../standing/standing-change.store.js';
import {
  checkedCooperativeName,
  checkedCurrency,
  checkedSlug,
  checkedTimeZone,
  parseSettings,
} from '../cooperative/cooperative.js';
import { cooperativeStore } from '../cooperative/cooperative.store.js';
import type { CooperativeRow, NewCooperative } from '../cooperative/cooperative.store.js';

export interface Founder {
  readonly accountId: string;
  readonly displayName: string;
  readonly classKey: string;
}

export interface FoundCooperativeInput {
  readonly slug: string;
  readonly name: string;
  /** ISO 4217. The books are kept in it. */
  readonly currency: string;
  /** A name of the tz database, such as Europe/Berlin. */
  readonly timeZone: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Worker, user, supporter and organisation, when left out. */
  readonly classes?: readonly MemberClass[];
  /** The first member, who becomes the first administrator. */
  readonly founder: Founder;
  /** The founder's account, where it is made with the co-operative: both, or neither. */
  readonly newAccount?: NewAccount;
}

export interface FoundedCooperative {
  readonly cooperative: CooperativeRow;
  readonly founder: MemberRow;
}

/** Starts a co-operative: its classes, its first member, its first administrator. */
@Injectable()
export class FoundCooperative {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: Accounts,
  ) {}

  /**
   * @throws CodedError COOPERATIVE_SLUG_INVALID, COOPERATIVE_SLUG_TAKEN, COOPERATIVE_NAME_INVALID,
   *   COOPERATIVE_SETTINGS_INVALID, INVALID_CURRENCY, TIME_ZONE_UNKNOWN, MEMBER_CLASS_INVALID,
   *   MEMBER_CLASS_UNKNOWN, MEMBER_NAME_INVALID, MEMBER_NAME_TAKEN, ROLE_NEEDS_MEMBER,
   *   ACCOUNT_NOT_FOUND, EMAIL_TAKEN,
   *   UNAUTHENTICATED where the account is erased at the same moment
   */
  async execute(actor: Actor, input: FoundCooperativeInput): Promise<FoundedCooperative> {
    permit(actor, 'cooperative.found');
    const { newAccount } = input;
    if (newAccount !== undefined) permit(actor, 'account.create');
    const id = newId();
    const draft: NewCooperative = {
      id,
      slug: checkedSlug(input.slug),
      name: checkedCooperativeName(input.name),
      currency: checkedCurrency(input.currency),
      timeZone: checkedTimeZone(input.timeZone),
      settings: parseSettings(input.settings ?? {}),
    };
    const classes = (input.classes ?? defaultClasses).map(checkedClass);
    const founder = checkedFounder(input.founder, classes);
    try {
      return await this.unitOfWork.run({ ...actor, cooperativeId: id }, async (tx) => {
        if (newAccount !== undefined) await this.accounts.create(tx, newAccount);
        await this.#demandAccount(tx, founder.accountId);
        const cooperative = await cooperativeStore.insert(tx, draft);
        await memberClassStore.save(tx, classes);
        tx.announce(
          CooperativeFounded.of(id, {
            cooperativeId: id,
            slug: draft.slug,
            currency: draft.currency,
          }),
        );
        return { cooperative, founder: await admitFounder(tx, founder) };
      });
    } catch (error) {
      if (!violates(error, 'cooperatives_slug_key')) throw error;
      throw membershipErrors.error('COOPERATIVE_SLUG_TAKEN', 'This short name is taken.', {
        path: ['slug'],
      });
    }
  }

  async #demandAccount(tx: Tx, accountId: string): Promise<void> {
    if ((await this.accounts.find(tx, accountId)) !== null) {
      return this.accounts.hold(tx, accountId);
    }
    throw identityErrors.error('ACCOUNT_NOT_FOUND', 'There is no such account.', {
      path: ['founder', 'accountId'],
    });
  }
}

function checkedFounder(founder: Founder, classes: readonly MemberClass[]): Founder {
  if (!classes.some(({ key }) => key === founder.classKey)) {
    throw membershipErrors.error('MEMBER_CLASS_UNKNOWN', 'There is no such class of members.', {
      path: ['founder', 'classKey'],
    });
  }
  return {
    accountId: parseId(founder.accountId, ['founder', 'accountId']),
    displayName: checkedDisplayName(founder.displayName),
    classKey: founder.classKey,
  };
}

async function admitFounder(tx: Tx, founder: Founder): Promise<MemberRow> {
  const id = newId();
  const start = { id, kind: 'person', standing: 'active' } as const;
  const member = await memberStore.insert(tx, { ...founder, ...start });
  const change = { memberId: id, from: null, to: 'active', reason: 'founded' } as const;
  await standingChangeStore.insert(tx, { ...change, note: null });
  tx.announce(StandingChanged.of(id, change));
  const { classKey } = founder;
  const admission = { memberId: id, applicationId: null, classKey };
  tx.announce(MemberAdmitted.of(id, admission));
  await appointInTx(tx, {
    memberId: id,
    role: 'administrator',
    origin: 'appointed',
    startsAt: tx.now,
    endsAt: null,
  });
  return member;
}
