import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, type ZodFastifySchemaValidationError } from 'fastify-type-provider-zod';
import * as z from 'zod';
import type { Json } from '#runtime/flow/json';
import { SecretError } from '#runtime/secrets/secret-error';
import { isAway, StoreError, sqlState } from '#runtime/store/store-error';

/** Every answer that is not a success. `code` is stable; `field` names the part of the request that is wrong. */
export const Problem = z.strictObject({
  code: z.string(),
  message: z.string(),
  field: z.string().optional(),
  fix: z.string().optional(),
  details: z.json().optional(),
});
export type Problem = z.infer<typeof Problem>;

export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;
  constructor(
    status: number,
    code: string,
    message: string,
    more: { field?: string; fix?: string; details?: Json } = {},
  ) {
    super(message);
    this.status = status;
    this.problem = { code, message, ...more } as Problem;
  }
}

/** What a neighbour refused by an error with a kebab-case `code` of its own; other errors stay as they are. */
export function refused(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  if (!/^[a-z]+(-[a-z]+)+$/.test(error.code)) return error;
  const fix = 'fix' in error && typeof error.fix === 'string' ? { fix: error.fix } : {};
  return new ApiError(422, error.code, error.message, fix);
}

function statusOf(code: string): number {
  if (/-unknown$/.test(code)) return 404;
  return /-(conflict|exists|in-use)$/.test(code) ? 409 : 500;
}

function fromValidation(issues: readonly ZodFastifySchemaValidationError[], where: string): ApiError {
  const named = issues.slice(0, 20).map((issue) => {
    const path = issue.instancePath.split('/').filter((part) => part !== '');
    const { keys } = issue.params;
    if (Array.isArray(keys) && typeof keys[0] === 'string') path.push(keys[0]);
    return { field: path.join('.') || where, message: issue.message ?? 'is not valid' };
  });
  const { field, message } = named[0] ?? { field: where, message: 'is not valid' };
  return new ApiError(400, 'request-invalid', `${field}: ${message}`, {
    field,
    fix: 'Compare the request with /api/openapi.json.',
    details: { issues: named },
  });
}

/** The problems of Fastify itself, by its code. */
const fromFastify: Readonly<Record<string, readonly [code: string, message: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body-too-large', 'The request is larger than this address takes.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['media-type-unsupported', 'This address does not take that content type.'],
  FST_ERR_BAD_URL: ['url-invalid', 'The address is not a valid URL.'],
};

export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof StoreError || error instanceof SecretError) {
    const details = error instanceof StoreError ? error.details : undefined;
    return new ApiError(statusOf(error.code), error.code, error.message, {
      ...(error.fix === undefined ? {} : { fix: error.fix }),
      ...(details === undefined ? {} : { details }),
    });
  }
  if (hasZodFastifySchemaValidationErrors(error))
    return fromValidation(error.validation, (error as Partial<FastifyError>).validationContext ?? 'body');
  if (isAway(error))
    return new ApiError(503, 'store-away', 'The database can not be reached.', { fix: 'Try again in some seconds.' });
  // 22: text or a number that Postgres can't keep
  if (/^22/.test(sqlState(error) ?? ''))
    return new ApiError(400, 'text-unstorable', 'The request holds a character or number that can not be kept.');
  const { code = '', statusCode = 500 } = error instanceof Error ? (error as Partial<FastifyError>) : {};
  const known = fromFastify[code];
  if (known) return new ApiError(statusCode, known[0], known[1]);
  if (statusCode >= 400 && statusCode < 500)
    return new ApiError(statusCode, 'request-invalid', 'The request is malformed.');
  return new ApiError(500, 'internal-error', 'Something went wrong in Patchcord. The log says what.');
}

export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, problem } = toApiError(error);
  if (status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, 'A request failed.');
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .serializer((body) => JSON.stringify(body))
    .send(problem);
}
