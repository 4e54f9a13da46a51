import { recordingName } from '#runtime/ari/recordings';
import type { CallRecord } from '#runtime/flow/record';
import { callRecordingName } from '#runtime/session/call-recorder';

interface AriAddress {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** What calls left in Asterisk; each list is empty when they left nothing. */
export interface Leftovers {
  readonly channels: readonly string[];
  readonly bridges: readonly string[];
  readonly playbacks: readonly string[];
  readonly recordings: readonly string[];
}

export const NOTHING: Leftovers = { channels: [], bridges: [], playbacks: [], recordings: [] };

/**
 * Asks Asterisk itself. It lists channels and bridges; a playback or recording can only be asked for by its id, which
 * is that of the operation in the call's record.
 */
export async function leftIn(ari: AriAddress, records: readonly CallRecord[]): Promise<Leftovers> {
  const operations = records.flatMap(({ id, events }) =>
    events.flatMap((event) => (event.type === 'operation.started' ? [`${id}:${event.seq}:${event.n}`] : [])),
  );
  const sides = (['in', 'out'] as const).flatMap((side) => records.map(({ id }) => callRecordingName(id, side)));
  const [channels, bridges, playbacks, recordings] = await Promise.all([
    ids(ari, 'channels'),
    ids(ari, 'bridges'),
    thoseThere(ari, 'playbacks', operations),
    thoseThere(ari, 'recordings/live', [...operations.map(recordingName), ...sides]),
  ]);
  return { channels, bridges, playbacks, recordings };
}

async function ids(ari: AriAddress, path: string): Promise<string[]> {
  const response = await get(ari, path);
  if (!response.ok) throw new Error(`GET ${path}: ${response.status}`);
  return ((await response.json()) as { id: string }[]).map(({ id }) => id);
}

async function thoseThere(ari: AriAddress, path: string, names: readonly string[]): Promise<string[]> {
  const there: string[] = [];
  for (const name of names) {
    const { status } = await get(ari, `${path}/${encodeURIComponent(name)}`);
    if (status === 200) there.push(name);
    else if (status !== 404) throw new Error(`GET ${path}/${name}: ${status}`);
  }
  return there;
}

async function get({ url, username, password }: AriAddress, path: string): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return fetch(`${url}/${path}`, { headers: { authorization }, signal: AbortSignal.timeout(5_000) });
}
