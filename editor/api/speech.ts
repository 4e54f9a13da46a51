import { useQuery } from '@tanstack/react-query';
import { request, send } from './client.ts';

export interface VoiceInfo {
  readonly id: string;
  readonly title: string;
  readonly languages: readonly string[];
}

/** A sound in the store. */
export interface AssetInfo {
  readonly hash: string;
  readonly durationMs: number;
  readonly origin: { readonly file?: string };
}

export const useVoices = () =>
  useQuery({
    queryKey: ['voices'],
    staleTime: 60_000,
    queryFn: () => request<{ voices: VoiceInfo[] }>('GET', '/api/voices'),
    select: ({ voices }) => voices,
  });

export const useAssets = (enabled: boolean) =>
  useQuery({
    queryKey: ['assets'],
    staleTime: 60_000,
    enabled,
    queryFn: () => request<{ assets: AssetInfo[] }>('GET', '/api/assets?limit=500'),
    select: ({ assets }) => assets,
  });

/** A WAV file of a text, as a caller hears it. */
export async function speak(text: string, language: string, voice?: string): Promise<Blob> {
  const response = await send('POST', '/api/speech', { text, language, ...(voice === undefined ? {} : { voice }) });
  return response.blob();
}

export const uploadSound = (sound: Blob, name: string): Promise<AssetInfo> =>
  request('POST', `/api/assets?name=${encodeURIComponent(name.slice(0, 200))}`, sound);
