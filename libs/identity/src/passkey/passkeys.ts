import { anonymousActor, fromEitherId, newId, sha256Hex } from '@rochdale/platform';
import type { UnitOfWork } from '@rochdale/platform';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransportFuture,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { identityErrors } from '../identity.errors.js';
import type { IdentitySettings } from '../identity.settings.js';
import { passkeyStore } from './passkey.store.js';
import type { CheckedPasskey, PasskeyRow } from './passkey.store.js';
import { relyingPartyOf } from './relying-party.js';
import type { RelyingParty } from './relying-party.js';

const challengeSeconds = 300;
const passkeysAtMost = 20;

/** What a challenge without an account is for. */
const signingIn = 'passkey sign-in';
const adding = (accountId: string): string => `passkey of ${accountId}`;
/** Kept as challenges are, by a hash: a code that was shown in a session. */
const shownIn = (sessionToken: string): string => `second factor\n${sessionToken}`;
const secondFactor = 'second factor';

/** Of anybody: who they are is what a passkey is to show. */
const nobody = anonymousActor();

interface Owner {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

interface Signed {
  readonly response: { readonly clientDataJSON: string };
}

const refused = (cause?: unknown): Error =>
  identityErrors.error('PASSKEY_REFUSED', 'This passkey does not open anything here.', { cause });

/** The challenge that an authenticator says it answers. */
function challengeIn({ response }: Signed): string {
  try {
    const text = Buffer.from(response.clientDataJSON, 'base64url').toString('utf8');
    const { challenge } = (JSON.parse(text) ?? {}) as { challenge?: unknown };
    return typeof challenge === 'string' ? challenge : '';
  } catch (error) {
    throw refused(error);
  }
}

/**
 * Keys that people sign in with instead of a password (WebAuthn): bound to the domain, of a person
 * who showed the authenticator that it is them. Challenges are kept here and work once, whatever
 * comes of it.
 */
export class Passkeys {
  readonly #party: RelyingParty;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    settings: Pick<IdentitySettings, 'publicUrl' | 'pagesUrl' | 'trustedOrigins'>,
  ) {
    this.#party = relyingPartyOf(settings);
  }

  /** A code was shown in this session: a passkey may be added for five minutes. */
  async noteSecondFactor(sessionToken: string): Promise<void> {
    await this.#keepChallenge(shownIn(sessionToken), secondFactor);
  }

  /** @throws CodedError SECOND_FACTOR_REQUIRED unless a code was shown in this session just now */
  async demandSecondFactor(sessionToken: string): Promise<void> {
    const kept = await this.unitOfWork.run(nobody, (tx) =>
      passkeyStore.spendChallenge(tx, hashOf(shownIn(sessionToken))),
    );
    if (kept === secondFactor) return;
    const message = 'Show a code from your authenticator first (/auth/two-factor/verify-totp).';
    throw identityErrors.error('SECOND_FACTOR_REQUIRED', message);
  }

  /** What the browser makes a passkey with. */
  async optionsToAdd({ id, email, name }: Owner): Promise<object> {
    const known = await this.unitOfWork.read(nobody, (tx) => passkeyStore.credentials(tx, id));
    const options = await generateRegistrationOptions({
      rpName: 'Rochdale',
      rpID: this.#party.domain,
      userID: new TextEncoder().encode(id),
      userName: email,
      userDisplayName: name,
      attestationType: 'none',
      excludeCredentials: known.map(({ credentialId, transports }) => ({
        id: credentialId,
        transports: transports as AuthenticatorTransportFuture[],
      })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    await this.#keepChallenge(options.challenge, adding(id));
    return options;
  }

  /** @throws CodedError PASSKEY_CHALLENGE_OVER, PASSKEY_REFUSED, PASSKEY_NOT_ADDED */
  async add(owner: Owner, response: RegistrationResponseJSON, name: string): Promise<PasskeyRow> {
    const challenge = await this.#spendChallenge(response, adding(owner.id));
    const verified = await verifyRegistrationResponse({
      response,
      ...this.#expected(challenge),
    }).catch((error: unknown) => {
      throw refused(error);
    });
    if (!verified.verified) throw refused();
    const { credential } = verified.registrationInfo;
    const passkey = {
      id: newId(),
      accountId: owner.id,
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      signCount: BigInt(credential.counter),
      transports: [...(credential.transports ?? [])],
      name,
    };
    const [added] = await this.unitOfWork.run(nobody, async (tx) => {
      if (await passkeyStore.insert(tx, passkey, passkeysAtMost)) {
        const all = await passkeyStore.ofAccount(tx, owner.id);
        return all.filter(({ id }) => id === passkey.id);
      }
      const message = `It is known already, or you have ${passkeysAtMost} passkeys: remove one.`;
      throw identityErrors.error('PASSKEY_NOT_ADDED', message);
    });
    return added as PasskeyRow;
  }

  /** What the browser asks for a passkey with. It tells nobody who has one. */
  async optionsToSignIn(): Promise<object> {
    const options = await generateAuthenticationOptions({
      rpID: this.#party.domain,
      userVerification: 'required',
    });
    await this.#keepChallenge(options.challenge, signingIn);
    return options;
  }

  /** Whose passkey it was. @throws CodedError PASSKEY_CHALLENGE_OVER, PASSKEY_REFUSED */
  async accountOf(response: AuthenticationResponseJSON): Promise<string> {
    const challenge = await this.#spendChallenge(response, signingIn);
    const passkey = await this.unitOfWork.read(nobody, (tx) =>
      passkeyStore.findByCredential(tx, response.id),
    );
    if (passkey === null || !isOf(passkey, response)) throw refused();
    const newCount = await this.#newCount(passkey, response, challenge);
    // A count that does not go on is a copy's; so is one of two that went on from the same.
    const isOnly = await this.unitOfWork.run(nobody, (tx) =>
      passkeyStore.noteUse(tx, passkey, newCount),
    );
    if (!isOnly) throw refused();
    return passkey.accountId;
  }

  list(accountId: string): Promise<PasskeyRow[]> {
    return this.unitOfWork.read(nobody, (tx) => passkeyStore.ofAccount(tx, accountId));
  }

  /** @throws CodedError PASSKEY_NOT_FOUND, INVALID_ID */
  async remove(accountId: string, id: string): Promise<void> {
    const passkeyId = fromEitherId('Passkey', id, ['id']);
    const removed = await this.unitOfWork.run(nobody, (tx) =>
      passkeyStore.remove(tx, passkeyId, accountId),
    );
    if (!removed) throw identityErrors.error('PASSKEY_NOT_FOUND', 'You have no such passkey.');
  }

  /** How many there were. */
  removeAll(accountId: string): Promise<number> {
    return this.unitOfWork.run(nobody, (tx) => passkeyStore.removeAll(tx, accountId));
  }

  async #newCount(
    { credentialId, publicKey, signCount }: CheckedPasskey,
    response: AuthenticationResponseJSON,
    challenge: string,
  ): Promise<bigint> {
    const verified = await verifyAuthenticationResponse({
      response,
      ...this.#expected(challenge),
      credential: {
        id: credentialId,
        publicKey: new Uint8Array(publicKey),
        counter: Number(signCount),
      },
    }).catch((error: unknown) => {
      throw refused(error);
    });
    if (!verified.verified) throw refused();
    return BigInt(verified.authenticationInfo.newCounter);
  }

  #expected(challenge: string) {
    return {
      expectedChallenge: challenge,
      expectedOrigin: [...this.#party.origins],
      expectedRPID: this.#party.domain,
      requireUserVerification: true,
    };
  }

  async #keepChallenge(challenge: string, of: string): Promise<void> {
    const kept = { id: newId(), hash: hashOf(challenge), of };
    await this.unitOfWork.run(nobody, (tx) =>
      passkeyStore.keepChallenge(tx, kept, challengeSeconds),
    );
  }

  async #spendChallenge(signed: Signed, of: string): Promise<string> {
    const challenge = challengeIn(signed);
    const kept = await this.unitOfWork.run(nobody, (tx) =>
      passkeyStore.spendChallenge(tx, hashOf(challenge)),
    );
    if (kept === of) return challenge;
    const message = 'This was asked too long ago, before, or for somebody else. Begin again.';
    throw identityErrors.error('PASSKEY_CHALLENGE_OVER', message);
  }
}

const hashOf = (challenge: string): string => sha256Hex(`passkey\n${challenge}`);

/** An authenticator that says whose key it is says it of the account that has it here. */
function isOf({ accountId }: CheckedPasskey, { response }: AuthenticationResponseJSON): boolean {
  const { userHandle } = response;
  return !userHandle || Buffer.from(userHandle, 'base64url').toString('utf8') === accountId;
}
