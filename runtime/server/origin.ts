import type { FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A foreign name that resolves to this machine (DNS rebinding) must not reach us. */
export function checkHost(request: FastifyRequest, publicUrl: URL | undefined): void {
  const host = (request.headers.host ?? '').toLowerCase();
  if (LOOPBACK.has(host.replace(/:\d+$/, '')) || host === publicUrl?.host) return;
  throw new ApiError(421, 'host-unknown', 'This server is not known under that name.', {
    fix: 'Use http://127.0.0.1, or the public address of the configuration.',
  });
}

/**
 * A browser changes something, or opens a WebSocket, only from our own pages. SameSite does not do it alone: all ports
 * of one machine are the same site.
 */
export function checkOrigin(request: FastifyRequest): void {
  if (SAFE.has(request.method) && !request.ws) return;
  const { origin, host } = request.headers;
  // Both through URL, which leaves out the usual port of a scheme.
  const from = origin !== undefined && URL.canParse(origin) ? new URL(origin) : undefined;
  if (from && URL.canParse(`${from.protocol}//${host}`) && new URL(`${from.protocol}//${host}`).host === from.host)
    return;
  throw new ApiError(403, 'origin-foreign', 'This request does not come from a page of Patchcord.', {
    fix: 'Programs send an API token as Bearer instead of a cookie.',
  });
}
