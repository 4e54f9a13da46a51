import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';
import type { Bytes } from './ports.ts';

export const bytesOf = (content: Buffer): Bytes => ({
  bytes: content.length,
  read: (range) => Readable.from([range ? content.subarray(range.start, range.end + 1) : content]),
});

/** The part that a `Range` header asks for (RFC 9110, 14.1.2); undefined for all of it. Several parts are not given. */
export function rangeOf(header: string | undefined, bytes: number): { start: number; end: number } | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (start > end) throw new ApiError(416, 'range-unsatisfiable', `There are only ${bytes} bytes.`, { field: 'range' });
  return { start, end };
}

/** Answers with audio, or with the part of it that a player asks for. */
export function sendBytes(
  request: FastifyRequest,
  reply: FastifyReply,
  content: Bytes,
  mediaType: string,
): FastifyReply {
  reply.header('accept-ranges', 'bytes').type(mediaType);
  const range = rangeOf(request.headers.range, content.bytes);
  if (!range) return reply.header('content-length', content.bytes).send(content.read());
  reply.header('content-range', `bytes ${range.start}-${range.end}/${content.bytes}`);
  reply.header('content-length', range.end - range.start + 1);
  return reply.code(206).send(content.read(range));
}
