import { Module } from '@nestjs/common';
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { holdSecret } from '@rochdale/house';
import { IdentityModule, IdentitySettings } from '@rochdale/identity';
import { MemberDirectory, MembershipModule } from '@rochdale/membership';
import {
  Database,
  Letters,
  openLog,
  PlatformModule,
  systemActor,
  UnitOfWork,
} from '@rochdale/platform';
import type { Config } from '@rochdale/platform';
import { operatorConfig } from '../owner.js';

/** The rooms that an operator's command needs, without API and worker. */
export interface OpenRooms {
  readonly app: INestApplicationContext;
  readonly memberIdOf: (cooperativeId: string, accountId: string) => Promise<string | null>;
  readonly close: () => Promise<void>;
}

/** The command line writes no letters; that it would is a mistake worth an error. */
class NoLetters extends Letters {
  override readonly isDelivered = false;

  override write(): Promise<void> {
    return Promise.reject(new Error('the command line sends no letters'));
  }

  override forget(): Promise<void> {
    return Promise.reject(new Error('this command forgets no letters'));
  }
}

@Module({})
class OperatorSettingsModule {
  static with({ secret, http }: Config): DynamicModule {
    const settings: IdentitySettings = {
      publicUrl: http.publicUrl ?? `http://${http.host}:${http.port}`,
      pagesUrl: '',
      secret,
      trustedOrigins: [],
      requireVerifiedEmail: false,
      oidc: null,
      report: (message) => {
        process.stderr.write(`${message}\n`);
      },
    };
    return {
      module: OperatorSettingsModule,
      global: true,
      providers: [
        { provide: IdentitySettings, useValue: settings },
        { provide: Letters, useClass: NoLetters },
      ],
      exports: [IdentitySettings, Letters],
    };
  }
}

@Module({})
class OperatorModule {}

/** @throws UnusableInput when the configuration is not usable */
export async function openRooms(): Promise<OpenRooms> {
  const config = operatorConfig();
  await holdSecret(config);
  const app = await NestFactory.createApplicationContext(
    {
      module: OperatorModule,
      imports: [
        PlatformModule.with({ config, log: openLog({ level: 'error' }), rooms: [] }),
        OperatorSettingsModule.with(config),
        IdentityModule,
        MembershipModule,
      ],
    },
    { logger: false, abortOnError: false },
  );
  return {
    app,
    memberIdOf: async (cooperativeId, accountId) => {
      const member = await app
        .get(UnitOfWork)
        .read(systemActor(cooperativeId, 'cli'), (tx) =>
          app.get(MemberDirectory).findByAccount(tx, accountId),
        );
      return member?.id ?? null;
    },
    close: async () => {
      await app.close();
      await app.get(Database).close();
    },
  };
}
