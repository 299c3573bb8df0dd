import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { IdentityModule, IdentitySettings } from '@rochdale/identity';
import { MembershipModule } from '@rochdale/membership';
import type { Config, Log } from '@rochdale/platform';
import { ActorOfRequest } from './http/kit/actor-of-request.js';
import { identitySettings } from './identity-settings.js';

/** What turns a request into an actor, for GraphQL and REST alike. */
@Module({})
export class RequestKitModule {
  static with(config: Config, log: Log): DynamicModule {
    return {
      module: RequestKitModule,
      global: true,
      imports: [IdentityModule, MembershipModule],
      providers: [
        ActorOfRequest,
        { provide: IdentitySettings, useValue: identitySettings(config, log) },
      ],
      exports: [ActorOfRequest, IdentitySettings],
    };
  }
}
