import { createHmac } from 'node:crypto';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { readTrustedProxies } from './proxies.js';
import type { TrustedProxies } from './proxies.js';

const flag = z
  .enum(['true', 'false', '1', '0'])
  .transform((text) => text === 'true' || text === '1');
/** Digits and nothing else: a blank would be taken for zero, and `1e3` for a thousand. */
const wholeNumber = (low: number, high: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `is a whole number from ${low} to ${high}`)
    .transform(Number)
    .refine((value) => value >= low && value <= high, `is a whole number from ${low} to ${high}`);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
const proxies = z.string().transform((text, context): TrustedProxies => {
  const read = readTrustedProxies(text);
  if (read === null) context.addIssue('is true, false, a number of hops, or a list of addresses');
  return read ?? 0;
});
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'is a postgres:// address' });

const environment = z.object({
  ROCHDALE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  ROCHDALE_DATA: z.string().min(1).default('./.rochdale'),
  ROCHDALE_SECRET: z.string().min(32, 'has at least 32 characters'),
  DATABASE_URL: postgresUrl,
  DATABASE_APP_URL: postgresUrl.optional(),
  DATABASE_APP_ROLE: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,62}$/, 'is a lower-case role name')
    .default('rochdale_app'),
  DATABASE_POOL_SIZE: wholeNumber(2, 200).default(10),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'is a redis:// address' }).optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(3000),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'is an http address' }).optional(),
  FRONTEND_URL: z.url({ protocol: /^https?$/, error: 'is an http address' }).optional(),
  TRUST_PROXY: proxies.default(0),
  CORS_ORIGINS: list.default([]),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  GRAPHIQL: flag.optional(),
  GRAPHQL_INTROSPECTION: flag.optional(),
  METRICS_TOKEN: z.string().min(16, 'has at least 16 characters').optional(),
  MAX_BODY_BYTES: wholeNumber(10_000, 100_000_000).default(1_000_000),
  MAX_FILE_BYTES: wholeNumber(10_000, 500_000_000).default(10_000_000),
  SHUTDOWN_GRACE_MS: wholeNumber(0, 600_000).default(10_000),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'is an smtp:// address' }).optional(),
  MAIL_FROM: z.string().min(3).default('Rochdale <no-reply@localhost>'),
  S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'is an http address' }).optional(),
  S3_BUCKET: z.string().min(1).optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'is an http address' }).optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_NAME: z.string().min(1).default('oidc'),
});

type Environment = z.infer<typeof environment>;

const groups = [
  ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
] as const;

/** The configuration as the processes use it. */
export interface Config {
  readonly env: Environment['ROCHDALE_ENV'];
  readonly dataDir: string;
  readonly secret: string;
  readonly database: {
    /** The owner: migrations and the operator's commands. */
    readonly ownerUrl: string;
    /** The service: a role that row-level security binds. */
    readonly appUrl: string;
    readonly appRole: string;
    readonly appPassword: string;
    readonly poolSize: number;
  };
  readonly redisUrl: string | undefined;
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly publicUrl: string | undefined;
    /** The web client, which the links in letters lead to. */
    readonly frontendUrl: string | undefined;
    readonly trustProxy: TrustedProxies;
    readonly corsOrigins: readonly string[];
    readonly maxBodyBytes: number;
    readonly metricsToken: string | undefined;
  };
  readonly graphql: { readonly graphiql: boolean; readonly introspection: boolean };
  readonly files: {
    readonly maxBytes: number;
    readonly folder: string;
    readonly s3:
      | {
          readonly endpoint: string;
          readonly bucket: string;
          readonly region: string;
          readonly accessKeyId: string;
          readonly secretAccessKey: string;
        }
      | undefined;
  };
  readonly mail: { readonly smtpUrl: string | undefined; readonly from: string };
  readonly oidc:
    | {
        readonly name: string;
        readonly issuer: string;
        readonly clientId: string;
        readonly clientSecret: string;
      }
    | undefined;
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly shutdownGraceMs: number;
}

/** The environment cannot be used. `problems` has a line for each thing that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(`the configuration cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`);
  }
}

function groupProblems(env: Partial<Record<string, string | undefined>>): string[] {
  return groups.flatMap((group) => {
    const missing = group.filter((name) => (env[name] ?? '') === '');
    return missing.length === 0 || missing.length === group.length
      ? []
      : missing.map((name) => `${name} is missing: it goes with ${group.join(', ')}`);
  });
}

/** The application role's password, so that there is one secret to keep and not two. */
function appPassword(secret: string, role: string): string {
  return createHmac('sha256', secret).update(`database role ${role}`).digest('base64url');
}

/** The one in an address that names the same role: migrating must not set another. */
function givenPassword({ DATABASE_APP_URL, DATABASE_APP_ROLE }: Environment): string | undefined {
  if (DATABASE_APP_URL === undefined) return undefined;
  const { username, password } = new URL(DATABASE_APP_URL);
  const isSame = decodeURIComponent(username) === DATABASE_APP_ROLE && password !== '';
  return isSame ? decodeURIComponent(password) : undefined;
}

function appUrl(env: Environment, password: string): string {
  if (env.DATABASE_APP_URL !== undefined) return env.DATABASE_APP_URL;
  const url = new URL(env.DATABASE_URL);
  url.username = env.DATABASE_APP_ROLE;
  url.password = password;
  return url.href;
}

/**
 * Reads the configuration. An empty variable counts as not set.
 *
 * @throws ConfigError with every problem at once
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => {
        const name = issue.path.join('.');
        return given[name] === undefined ? `${name} is missing` : `${name} ${issue.message}`;
      });
  problems.push(...groupProblems(given));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return shape(parsed.data);
}

function shape(env: Environment): Config {
  const password = givenPassword(env) ?? appPassword(env.ROCHDALE_SECRET, env.DATABASE_APP_ROLE);
  const dataDir = isAbsolute(env.ROCHDALE_DATA) ? env.ROCHDALE_DATA : resolve(env.ROCHDALE_DATA);
  const strangersMayLook = env.ROCHDALE_ENV !== 'production';
  return {
    env: env.ROCHDALE_ENV,
    dataDir,
    secret: env.ROCHDALE_SECRET,
    database: {
      ownerUrl: env.DATABASE_URL,
      appUrl: appUrl(env, password),
      appRole: env.DATABASE_APP_ROLE,
      appPassword: password,
      poolSize: env.DATABASE_POOL_SIZE,
    },
    redisUrl: env.REDIS_URL,
    http: {
      host: env.HOST,
      port: env.PORT,
      publicUrl: env.PUBLIC_URL,
      frontendUrl: env.FRONTEND_URL?.replace(/\/$/, ''),
      trustProxy: env.TRUST_PROXY,
      corsOrigins: env.CORS_ORIGINS,
      maxBodyBytes: env.MAX_BODY_BYTES,
      metricsToken: env.METRICS_TOKEN,
    },
    graphql: {
      graphiql: env.GRAPHIQL ?? strangersMayLook,
      introspection: env.GRAPHQL_INTROSPECTION ?? strangersMayLook,
    },
    files: { maxBytes: env.MAX_FILE_BYTES, folder: resolve(dataDir, 'files'), s3: s3(env) },
    mail: { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM },
    oidc: oidc(env),
    logLevel: env.LOG_LEVEL,
    shutdownGraceMs: env.SHUTDOWN_GRACE_MS,
  };
}

function s3(env: Environment): Config['files']['s3'] {
  const { S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = env;
  if (!S3_ENDPOINT || !S3_BUCKET || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) return undefined;
  return {
    endpoint: S3_ENDPOINT.replace(/\/$/, ''),
    bucket: S3_BUCKET,
    region: env.S3_REGION,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
  };
}

function oidc(env: Environment): Config['oidc'] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = env;
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return undefined;
  return {
    name: env.OIDC_NAME,
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
  };
}
