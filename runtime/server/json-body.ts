import { isStorable, suspectJson } from '#runtime/store/storable';
import { ApiError } from './api-error.ts';
import type { App } from './context.ts';

/** How deep the JSON of a request may be nested, where a route doesn't say otherwise by `config.jsonDepth`. */
const JSON_DEPTH = 32;

declare module 'fastify' {
  interface FastifyContextConfig {
    jsonDepth?: number;
  }
}

/** Whether JSON text is nested deeper than `most`. Found without parsing it, for the parser is the target of a bomb. */
export function deeperThan(json: string, most: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const char = json.charCodeAt(at);
    if (inString) {
      if (char === 0x5c) at += 1;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x7b || char === 0x5b) {
      depth += 1;
      if (depth > most) return true;
    } else if (char === 0x7d || char === 0x5d) depth -= 1;
  }
  return false;
}

/** The path of the first text that Postgres can't keep (NUL, half a surrogate pair). */
function unstorable(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const found = isStorable(key) ? unstorable(part, path === '' ? key : `${path}.${key}`) : path;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Takes JSON and nothing else, by its declared type; `__proto__` and `constructor.prototype` are refused. */
export function acceptJson(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined);
    const most = request.routeOptions.config.jsonDepth ?? JSON_DEPTH;
    if (deeperThan(body, most))
      return done(
        new ApiError(400, 'json-too-deep', `The JSON is nested deeper than ${most} levels.`, { field: 'body' }),
      );
    parse(request, body, (error, value) => {
      if (error)
        return done(new ApiError(400, 'json-invalid', 'The body is not JSON that is taken here.', { field: 'body' }));
      const field = suspectJson(body) ? unstorable(value, '') : undefined;
      if (field === undefined) return done(null, value);
      const message = `${field || 'body'}: holds a character that can't be kept.`;
      done(new ApiError(400, 'text-unstorable', message, { field: field || 'body' }));
    });
  });
}
