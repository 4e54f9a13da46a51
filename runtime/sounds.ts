import { join } from 'node:path';
import type { AssetMasters, AssetStore } from '#runtime/speech/asset-store';
import { folderMasters, openAssetStore } from '#runtime/speech/asset-store';
import { startFlite } from '#runtime/speech/flite-process';
import type { Prompts } from '#runtime/speech/prompts';
import { folderIndex, openPrompts } from '#runtime/speech/prompts';

/** What is spoken and what was uploaded. Needs no Asterisk, so prompts can be heard on a machine that takes no calls. */
export interface Sounds {
  readonly prompts: Prompts;
  readonly assets: AssetStore;
  stop(): Promise<void>;
}

export interface SoundsOptions {
  /** Rendered sounds are kept here. */
  readonly stateFolder: string;
  /** Folder of libflite; the system's own without it. */
  readonly fliteLibraries?: string | undefined;
  /** Where sounds are stored for good, beside the state folder. */
  readonly masters?: (spoken: AssetMasters) => AssetMasters;
}

export function openSounds({ stateFolder, fliteLibraries, masters = (spoken) => spoken }: SoundsOptions): Sounds {
  const flite = startFlite({ libraryFolder: fliteLibraries });
  const folder = join(stateFolder, 'sounds');
  const assets = openAssetStore(folder, masters(folderMasters(folder)));
  const prompts = openPrompts({ assets, flite, index: folderIndex(join(stateFolder, 'spoken')) });
  return { prompts, assets, stop: () => flite.stop() };
}
