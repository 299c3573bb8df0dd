import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHere } from '../../../apps/cli/src/testing/run-here.js';
import type { Said } from '../../../apps/cli/src/testing/run-here.js';
import type { Person, Story } from './story.js';

const errors = 'userErrors { code path message }';

/** A proposal as its voters read it. */
export interface Decided {
  readonly status: string;
  readonly outcome: string | null;
  readonly outcomeReason: string | null;
  readonly options: readonly string[];
  readonly winningOptions: readonly number[] | null;
  readonly runOff: { readonly id: string; readonly status: string } | null;
  readonly runOffOf: { readonly id: string } | null;
  readonly tally: { readonly countJson: string | null } | null;
  readonly actions: readonly {
    readonly status: string;
    readonly attempts: number;
    readonly summary: string;
    readonly failureCode: string | null;
    readonly failureMessage: string | null;
  }[];
}

/** A member's name for what they do: everybody decides over the API. */
export class Deciding {
  readonly #folder = mkdtempSync(join(tmpdir(), 'deciding-'));
  #files = 0;

  constructor(private readonly story: Story) {}

  forgetFiles(): void {
    rmSync(this.#folder, { recursive: true });
  }

  /** Writes a proposal; its id. */
  async draft(by: Person, proposal: object): Promise<string> {
    const { proposal: drafted } = await this.story.change<{ proposal: { id: string } }>(
      by.token,
      `mutation ($input: ProposalDraftInput!) { payload: proposalDraft(input: $input) {
         proposal { id } ${errors} } }`,
      { input: { body: '', visibility: 'PUBLIC', ...proposal } },
    );
    return drafted.id;
  }

  /** Writes a proposal and puts it to the vote, or announces it; its id. */
  async put(by: Person, proposal: object): Promise<string> {
    const id = await this.draft(by, proposal);
    await this.story.change(
      by.token,
      `mutation ($id: ID!) { payload: proposalOpen(id: $id) { ${errors} } }`,
      { id },
    );
    return id;
  }

  /** A ballot; its receipt. */
  async cast(voter: Person, id: string, mark: unknown): Promise<string> {
    const { receipt } = await this.story.change<{ receipt: string }>(
      voter.token,
      `mutation ($id: ID!, $mark: String!) { payload: ballotCast(proposalId: $id,
         input: { markJson: $mark }) { receipt ${errors} } }`,
      { id, mark: JSON.stringify(mark) },
    );
    return receipt;
  }

  /** Each of them says the same. */
  async allCast(voters: readonly Person[], id: string, mark: unknown): Promise<void> {
    for (const voter of voters) await this.cast(voter, id, mark);
  }

  async read(reader: Person, id: string): Promise<Decided> {
    const { proposal } = await this.story.ask<{ proposal: Decided }>(
      reader.token,
      `query ($id: ID!) { proposal(id: $id) { status outcome outcomeReason options winningOptions
         runOff { id status } runOffOf { id } tally { countJson }
         actions { status attempts summary failureCode failureMessage } } }`,
      { id },
    );
    return proposal;
  }

  /** The count on record, by the name of each figure. */
  async count(reader: Person, id: string): Promise<Readonly<Record<string, unknown>>> {
    const { tally } = await this.read(reader, id);
    return JSON.parse(tally?.countJson ?? '{}') as Record<string, unknown>;
  }

  /** What the command line says of a vote, of whoever has the file alone: no service to ask. */
  async recount(reader: Person, id: string, ...more: readonly string[]): Promise<Said> {
    const path = join(this.#folder, `${(this.#files += 1)}.json`);
    writeFileSync(path, await this.story.download(reader.token, `/v1/recounts/${id}`));
    return runHere({ DATABASE_URL: '', REDIS_URL: '' }, ['recount', path, ...more]);
  }
}
