export class EmbeddedPostgresError extends Error {}

export interface EmbeddedPostgres {
  /** `postgres://…` of the database `rochdale`, as the cluster's superuser. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Settles when the server has ended, wanted or not, with a word on how. */
  readonly exited: Promise<string>;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataDir: string;
  log?: (line: string) => void;
  settings?: Readonly<Record<string, string>>;
  durable?: boolean;
}

export function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres>;
export function findEmbeddedPostgres(dataDir: string): Promise<string | undefined>;
export function stopAbandonedPostgres(dataDir: string): Promise<boolean>;
export function embeddedPostgresFolder(environment?: Readonly<NodeJS.ProcessEnv>): string;
