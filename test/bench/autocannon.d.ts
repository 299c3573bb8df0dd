/** The part of the load generator that the bench uses. */
declare module 'autocannon' {
  export interface LoadRequest {
    readonly method: 'POST';
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }

  export interface LoadOptions {
    readonly url: string;
    readonly connections: number;
    readonly duration: number;
    readonly requests: readonly {
      readonly setupRequest: () => LoadRequest;
      readonly onResponse: (status: number, body: string) => void;
    }[];
  }

  export interface LoadResult {
    readonly requests: { readonly total: number };
    readonly duration: number;
    readonly errors: number;
    readonly timeouts: number;
    readonly non2xx: number;
  }

  export default function autocannon(options: LoadOptions): Promise<LoadResult>;
}
