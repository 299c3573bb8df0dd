import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { anonymousActor, Letters, sql, systemActor, UnitOfWork } from '@rochdale/platform';
import type { LetterDefinition } from '@rochdale/platform';
import { betterAuth } from 'better-auth';
import { IdentitySettings } from '../identity.settings.js';
import { Passkeys } from '../passkey/passkeys.js';
import { RateLimits } from '../rate-limit/rate-limits.js';
import type { MetLimit } from '../rate-limit/rate-limits.js';
import { authAdapter } from './auth-adapter.js';
import { AuthContexts } from './auth-contexts.js';
import { authOptions } from './auth-options.js';
import type { AuthPorts, SessionRefusal } from './auth-options.js';
import { missingColumns } from './auth-schema.js';

const findDoors = sql(
  'identity.find-account-doors',
  `select disabled_at is not null as disabled, two_factor_enabled as "secondFactor"
     from identity.accounts where id = $1`,
);

const findSecondFactor = sql(
  'identity.find-second-factor-by-email',
  `select two_factor_enabled as "secondFactor" from identity.accounts where email = $1`,
);

/** The part of better-auth that we use besides its handler. */
type Server = ReturnType<typeof createServer>;

/** A request, as far as it got. */
interface UnderWay {
  /** What broke: better-auth itself would only log it. */
  readonly broken: unknown[];
  readonly met: MetLimit[];
}

function createServer(unitOfWork: UnitOfWork, ports: AuthPorts) {
  return betterAuth({ ...authOptions(ports), database: authAdapter(unitOfWork) });
}

/**
 * Accounts, sign-in, sessions, reset, magic links, second factors and OpenID Connect, by
 * better-auth. The HTTP edge hands requests under /auth to `handle`.
 */
@Injectable()
export class Auth implements OnModuleInit, OnApplicationShutdown {
  readonly #ports: AuthPorts;
  readonly #server: Server;
  readonly #posting = new Set<Promise<void>>();
  readonly #underWay = new AsyncLocalStorage<UnderWay>();
  readonly #contexts = new AuthContexts([this.#underWay]);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    settings: IdentitySettings,
    private readonly letters: Letters,
    rateLimits: RateLimits,
  ) {
    this.#ports = {
      settings,
      rateLimits,
      passkeys: new Passkeys(unitOfWork, settings),
      post: (letter, email, data) => this.#post(letter, email, data),
      hasSecondFactor: (email) => this.#hasSecondFactor(email),
      refusal: (accountId, path) => this.#refusal(accountId, path),
      report: (message) => settings.report(message),
      broken: (error) => this.#underWay.getStore()?.broken.push(error),
      met: () => this.#underWay.getStore()?.met ?? [],
    };
    this.#server = createServer(unitOfWork, this.#ports);
  }

  /** Refuses to start on tables that this version of better-auth would not fit. */
  async onModuleInit(): Promise<void> {
    const options = authOptions(this.#ports);
    const missing = await this.unitOfWork.read(anonymousActor(), (tx) =>
      missingColumns(tx, options),
    );
    if (missing.length > 0) throw new Error(`identity lacks columns: ${missing.join(', ')}`);
  }

  /** Letters on their way are handed over before the process ends. */
  async onApplicationShutdown(): Promise<void> {
    while (this.#posting.size > 0) await Promise.all(this.#posting);
  }

  /**
   * Answers, and writes down in `met` which limits the request met.
   *
   * @throws what broke inside, such as CodedError UNAVAILABLE; refusals are responses
   */
  async handle(request: Request, met: MetLimit[] = []): Promise<Response> {
    const broken: unknown[] = [];
    const response = await this.#contexts.during(() =>
      this.#underWay.run({ broken, met }, () => this.#server.handler(request)),
    );
    if (broken.length > 0) throw broken[0];
    return response;
  }

  /** better-auth asks for letters outside of its own statements, so each is a transaction. */
  #post<Data extends object>(letter: LetterDefinition<Data>, email: string, data: Data): void {
    // The person's name and language are unknown to whoever only typed an address.
    const to = { email, name: null, language: 'en' };
    const written = this.unitOfWork
      .run(systemActor(null, 'job'), (tx) => this.letters.write(tx, letter, to, data))
      .catch(() => this.#ports.report(`a letter could not be written: ${letter.kind}`))
      .finally(() => this.#posting.delete(written));
    this.#posting.add(written);
  }

  async #hasSecondFactor(email: string): Promise<boolean> {
    const row = await this.unitOfWork.read(anonymousActor(), (tx) =>
      tx.maybeOne<{ secondFactor: boolean }>(findSecondFactor, [email.toLowerCase()]),
    );
    return row?.secondFactor ?? false;
  }

  async #refusal(accountId: string, path: string): Promise<SessionRefusal | null> {
    // Its own connection would not see an account that the sign-up's transaction has just made.
    const row = await this.unitOfWork.read(anonymousActor(), (tx) =>
      tx.maybeOne<{ disabled: boolean; secondFactor: boolean }>(findDoors, [accountId]),
    );
    if (row?.disabled === true) return 'ACCOUNT_DISABLED';
    const byLink = path.startsWith('/magic-link');
    return row?.secondFactor === true && byLink ? 'SECOND_FACTOR_REQUIRED' : null;
  }
}
