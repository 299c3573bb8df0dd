import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver } from '@nestjs/mercurius';
import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { houseModules, rooms } from '@rochdale/house';
import { LOG, Metrics, PlatformModule } from '@rochdale/platform';
import type { Clock, Config, Log, MachineTime } from '@rochdale/platform';
import { controllers } from './controllers.js';
import { graphqlInjects, graphqlOptions } from './graphql/graphql-options.js';
import { NodeRegistry } from './graphql/kit/node/node-registry.js';
import { loaders, resolvers } from './graphql/resolvers.js';
import { Lifecycle } from './http/health/lifecycle.js';
import { ProblemFilter } from './http/kit/problem.filter.js';
import { OwnClaims } from './http/pages/erasing/own-claims.js';
import { OwnDelegationsShown } from './http/pages/delegations/shown-delegations.js';
import { OwnChoices } from './http/pages/choices/own-choices.js';
import { EraseMePages } from './http/pages/erasing/erase-me-pages.js';
import { OwnMoney } from './http/pages/erasing/own-money.js';
import { Visits } from './http/pages/visits.js';
import { RequestKitModule } from './request-kit.module.js';
import { validation } from './validation.js';

export interface ApiOptions {
  readonly config: Config;
  readonly log: Log;
  readonly clock?: Clock;
  readonly machine?: MachineTime;
}

/** The API: all rooms, behind GraphQL and a little REST. Wiring, nothing else. */
@Module({})
export class ApiModule {
  static with(options: ApiOptions): DynamicModule {
    const { config, log } = options;
    return {
      module: ApiModule,
      imports: [
        PlatformModule.with({ ...options, rooms }),
        RequestKitModule.with(config, log),
        ...houseModules,
        GraphQLModule.forRootAsync<MercuriusDriverConfig>({
          driver: MercuriusDriver,
          inject: graphqlInjects,
          useFactory: graphqlOptions,
        }),
      ],
      controllers: [...controllers],
      providers: [
        ...resolvers,
        ...loaders,
        NodeRegistry,
        Lifecycle,
        OwnChoices,
        OwnClaims,
        OwnDelegationsShown,
        OwnMoney,
        EraseMePages,
        Visits,
        {
          provide: ProblemFilter,
          useFactory: (opened: Log, metrics: Metrics) => new ProblemFilter(opened, metrics),
          inject: [LOG, Metrics],
        },
        { provide: APP_FILTER, useExisting: ProblemFilter },
        { provide: APP_PIPE, useValue: validation },
      ],
    };
  }
}
