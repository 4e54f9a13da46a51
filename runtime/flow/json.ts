import * as z from 'zod';

/** Everything that crosses a boundary (settings, variables, exit data, journal) is plain JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export const Json: z.ZodType<Json> = z.json();
