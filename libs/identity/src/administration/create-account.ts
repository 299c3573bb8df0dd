import { Injectable } from '@nestjs/common';
import { newId, permit, UnitOfWork, violates } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { hashPassword } from 'better-auth/crypto';
import { identityErrors } from '../identity.errors.js';
import { AccountCreated } from '../identity.events.js';
import { accountStore } from '../account/account.store.js';
import type { AccountRow } from '../account/account.store.js';
import { checkedEmail } from '../account/email.js';

export interface CreateAccountInput {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/**
 * Makes an account whose address counts as confirmed: for the first administrator and the demo.
 * People sign up by themselves under /auth.
 */
@Injectable()
export class CreateAccount {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError EMAIL_INVALID, PASSWORD_TOO_WEAK, EMAIL_TAKEN */
  async execute(actor: Actor, input: CreateAccountInput): Promise<AccountRow> {
    permit(actor, 'account.create');
    const email = checkedEmail(input.email);
    const passwordHash = await hashPassword(checkedPassword(input.password));
    const id = newId();
    try {
      return await this.unitOfWork.run(actor, (tx) => {
        tx.announce(AccountCreated.of(id, { accountId: id }));
        const name = input.name.trim();
        const credentialId = newId();
        const account = { id, name, email, emailVerified: true, credentialId, passwordHash };
        return accountStore.insert(tx, account);
      });
    } catch (error) {
      if (!violates(error, 'accounts_email_key')) throw error;
      throw identityErrors.error('EMAIL_TAKEN', 'There is an account with this address already.', {
        path: ['email'],
      });
    }
  }
}

function checkedPassword(password: string): string {
  if (password.length < 10 || password.length > 128) {
    throw identityErrors.error('PASSWORD_TOO_WEAK', 'A password has 10 to 128 characters.', {
      path: ['password'],
    });
  }
  return password;
}
