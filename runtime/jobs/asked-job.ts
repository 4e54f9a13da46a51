import { createHash } from 'node:crypto';
import type { JsonObject } from '#runtime/flow/json';
import { storableJson } from '#runtime/store/storable';
import type { JobKind } from './job.ts';

/** A job that somebody wants done. Asked for twice under the same key, it is one job. */
export interface AskedJob {
  readonly name: string;
  readonly data: JsonObject;
  /** Such as `<call>:<seq>:<n>` of the operation that asked. */
  readonly key: string;
}

/** A job can't be taken at all; asking again would not help. */
export class JobRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const MOST_BYTES = 200_000;

/** Throws JobRefused unless there is a kind of job that takes this data; gives it as it is stored. */
export function checkJob(kinds: ReadonlyMap<string, JobKind>, { name, data, key }: AskedJob): AskedJob {
  const kind = kinds.get(name);
  if (kind === undefined) throw new JobRefused('job-unknown', `There is no job '${name}'.`);
  const checked = kind.data.safeParse(data);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new JobRefused('job-invalid', `Job '${name}': ${issue?.path.join('.') || 'data'}: ${issue?.message}`);
  }
  const json = storableJson(data);
  if (json.length > MOST_BYTES) throw new JobRefused('job-too-large', `Job '${name}' has more data than can be kept.`);
  return { name, data: JSON.parse(json), key };
}

/** A UUID of a job's key (RFC 9562, version 8): what makes the second insert of the same job do nothing. */
export function jobId(name: string, key: string): string {
  const hex = createHash('sha256').update(`${name}\n${key}`).digest('hex');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
