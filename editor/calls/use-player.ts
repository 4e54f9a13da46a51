import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { Player, type PlayerState } from './player.ts';

/** A player for as long as the component lives. */
export function usePlayer(lengthMs: number): Player {
  // At its end all of the call is seen; playing begins at the beginning.
  const player = useMemo(() => new Player(lengthMs, lengthMs), [lengthMs]);
  useEffect(() => () => player.close(), [player]);
  return player;
}

/** A part of what the player shows; drawn anew only when that part changes, not with every picture. */
export function usePlayerState<T>(player: Player, part: (state: PlayerState) => T): T {
  return useSyncExternalStore(player.subscribe, () => part(player.state()));
}
