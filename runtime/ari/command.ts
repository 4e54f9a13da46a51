import type { z } from 'zod';
import { AriRefused, refused } from './ari-error.ts';
import type { AriMethod, AriRequester, AriRequestOptions, AriResponse } from './transport.ts';

/** A request that must succeed. @throws AriRefused on a status other than 2xx, AriUnavailable */
export async function command(
  ari: AriRequester,
  method: AriMethod,
  path: string,
  options?: AriRequestOptions,
): Promise<AriResponse> {
  const response = await ari.request(method, path, options);
  if (!isSuccess(response)) throw refused(`${method} ${path}`, response.status, response.body);
  return response;
}

/** Makes something under an id of ours; false if that id exists already, so that asking twice is harmless. */
export async function create(ari: AriRequester, path: string, options: AriRequestOptions): Promise<boolean> {
  const response = await ari.request('POST', path, options);
  if (response.status === 409) return false;
  if (!isSuccess(response)) throw refused(`POST ${path}`, response.status, response.body);
  return true;
}

/** A request that ends something; false if it was gone already. */
export async function end(
  ari: AriRequester,
  method: AriMethod,
  path: string,
  options?: AriRequestOptions,
): Promise<boolean> {
  const response = await ari.request(method, path, options);
  if (response.status === 404) return false;
  if (!isSuccess(response)) throw refused(`${method} ${path}`, response.status, response.body);
  return true;
}

/** undefined on 404. */
export async function find<Schema extends z.ZodType>(
  ari: AriRequester,
  path: string,
  schema: Schema,
): Promise<z.infer<Schema> | undefined> {
  const response = await ari.request('GET', path);
  if (response.status === 404) return undefined;
  if (!isSuccess(response)) throw refused(`GET ${path}`, response.status, response.body);
  return decode(schema, response, `GET ${path}`);
}

/** @throws AriRefused if the answer is not of the documented shape */
export function decode<Schema extends z.ZodType>(schema: Schema, response: AriResponse, what: string): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(response.body));
  } catch {
    throw new AriRefused('ari-failed', response.status, `Asterisk's answer to ${what} makes no sense.`);
  }
}

function isSuccess({ status }: AriResponse): boolean {
  return status >= 200 && status < 300;
}
