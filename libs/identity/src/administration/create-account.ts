import { Injectable } from '@nestjs/common';
import { newId, newRandomId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { hashPassword } from 'better-auth/crypto';
import { identityErrors } from '../identity.errors.js';
import type { AccountRow, NewAccount } from '../account/account.store.js';
import { createInTx } from '../account/accounts.js';
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
    const account = await prepareAccount(input);
    return this.unitOfWork.run(actor, (tx) => createInTx(tx, account));
  }
}

/**
 * An account as it will be written; its address counts as confirmed. Ahead of the transaction, for
 * a password takes its time to hash.
 *
 * @throws CodedError EMAIL_INVALID, PASSWORD_TOO_WEAK
 */
export async function prepareAccount(input: CreateAccountInput): Promise<NewAccount> {
  const email = checkedEmail(input.email);
  const passwordHash = await hashPassword(checkedPassword(input.password));
  return {
    id: newRandomId(),
    name: input.name.trim(),
    email,
    emailVerified: true,
    credentialId: newId(),
    passwordHash,
  };
}

function checkedPassword(password: string): string {
  if (password.length < 10 || password.length > 128) {
    throw identityErrors.error('PASSWORD_TOO_WEAK', 'A password has 10 to 128 characters.', {
      path: ['password'],
    });
  }
  return password;
}
