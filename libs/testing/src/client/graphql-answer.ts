/** Something the person who asked could have known. */
export interface UserError {
  readonly code: string;
  readonly message?: string;
  readonly path?: readonly string[];
}

export type MutationPayload<Fields extends object = object> = Fields & {
  readonly userErrors: readonly UserError[];
};

export interface GraphqlProblem {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly inputPath?: readonly string[] };
}

export interface GraphqlAnswer<Data> {
  readonly data: Data | null;
  readonly errors?: readonly GraphqlProblem[];
}

/** An operation was answered with errors. */
export class GraphqlFailure extends Error {
  override readonly name = 'GraphqlFailure';

  constructor(readonly errors: readonly GraphqlProblem[]) {
    super(JSON.stringify(errors));
  }

  get codes(): string[] {
    return this.errors.map(({ extensions }) => extensions.code);
  }
}

/** A mutation that had to work was refused. */
export class MutationRefused extends Error {
  override readonly name = 'MutationRefused';

  constructor(readonly userErrors: readonly UserError[]) {
    super(JSON.stringify(userErrors));
  }
}
