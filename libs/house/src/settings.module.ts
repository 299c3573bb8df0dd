import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { IdentitySettings } from '@rochdale/identity';
import type { Config, Log } from '@rochdale/platform';

/** What rooms need to know of the installation, from its configuration. */
@Global()
@Module({})
export class SettingsModule {
  static with(config: Config, log: Log): DynamicModule {
    const { http } = config;
    const settings: IdentitySettings = {
      publicUrl: (http.publicUrl ?? `http://${http.host}:${http.port}`).replace(/\/$/, ''),
      // Letters about signing in are the API's to write.
      pagesUrl: '',
      secret: config.secret,
      trustedOrigins: http.corsOrigins,
      requireVerifiedEmail: false,
      // Nobody signs in at the worker.
      oidc: null,
      report: (message) => log.error({ source: 'better-auth' }, message),
    };
    return {
      module: SettingsModule,
      providers: [{ provide: IdentitySettings, useValue: settings }],
      exports: [IdentitySettings],
    };
  }
}
