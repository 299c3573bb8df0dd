import type { FastifyReply } from 'fastify';
import type { FetchedArchive } from '@rochdale/membership';

/** Sends an archive as a browser saves it, and as nothing on the way keeps it. */
export async function sendArchive(
  reply: FastifyReply,
  { bytes, sizeBytes }: FetchedArchive,
): Promise<void> {
  await reply
    .status(200)
    .header('content-type', 'application/zip')
    .header('content-length', sizeBytes.toString())
    .header('content-disposition', 'attachment; filename="own-data.zip"')
    .header('cache-control', 'private, no-store')
    .header('x-content-type-options', 'nosniff')
    .send(bytes);
}
