import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { editions, RecountFiles } from '@rochdale/governance';
import type { Edition } from '@rochdale/governance';
import { fromEitherId, permit, platformErrors, toGlobalId, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { HandsOut } from '../downloads/hands-out.js';
import { refuseUnknown } from '../kit/options.js';
import { RequestActor } from '../kit/request-actor.js';

type Asked = Readonly<Record<string, unknown>>;

const formats = ['json', 'blt', 'pabulib'] as const;
/** How a file is called at its end, where not by the name of its format. */
const endings: Readonly<Record<string, string>> = { pabulib: 'pb' };

function oneOf<T extends string>(asked: Asked, name: string, known: readonly T[]): T | null {
  const value = asked[name];
  if (value === undefined) return null;
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  const message = `${name} is one of ${known.join(', ')}.`;
  throw platformErrors.error('INVALID_INPUT', message, { path: [name] });
}

interface Handed {
  readonly text: string;
  readonly mediaType: string;
  readonly format: string;
}

/** What a decided vote is counted again from, for whoever may read the vote. */
@Controller('v1/recounts')
export class RecountController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: RecountFiles,
  ) {}

  @Get(':id')
  @HandsOut()
  async download(
    @RequestActor() actor: Actor,
    @Param('id') id: string,
    @Query() asked: Asked,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    permit(actor, 'decision.read');
    refuseUnknown(asked, ['cooperative', 'edition', 'format']);
    const edition = oneOf(asked, 'edition', editions);
    const format = oneOf(asked, 'format', formats) ?? 'json';
    const proposalId = fromEitherId('Proposal', id, ['id']);
    const file = await this.unitOfWork.read(actor, (tx) =>
      format === 'json'
        ? this.#whole(tx, proposalId, edition)
        : this.#inKind(tx, proposalId, format),
    );
    const name = `${toGlobalId('Proposal', proposalId)}.${endings[file.format] ?? file.format}`;
    await reply
      .header('content-type', file.mediaType)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'private, no-store')
      .header('x-content-type-options', 'nosniff')
      .send(file.text);
  }

  async #whole(tx: Tx, id: string, edition: Edition | null): Promise<Handed> {
    const text = await this.files.text(tx, id, edition);
    return { text, mediaType: 'application/json; charset=utf-8', format: 'json' };
  }

  async #inKind(tx: Tx, id: string, format: string): Promise<Handed> {
    const file = await this.files.inKind(tx, id);
    if (file?.format !== format) {
      const message = 'Ballots of this kind have no such format.';
      throw platformErrors.error('NOT_FOUND', message, { path: ['format'] });
    }
    return { ...file, mediaType: 'text/plain; charset=utf-8' };
  }
}
