import { ActionIcon, Tooltip } from '@mantine/core';
import { Play, Square } from 'lucide-react';
import { formWords as words } from '../../words/form.ts';
import { usePlayer } from './use-player.ts';

/** Hears a sound at once, and says how long it is. */
export function PlayButton({
  sound,
  isReady,
  lengthMs,
}: {
  readonly sound: () => Promise<Blob> | string;
  readonly isReady: boolean;
  readonly lengthMs?: number | undefined;
}) {
  const { state, seconds, play, stop } = usePlayer();
  const isPlaying = state === 'playing';
  const length = lengthMs === undefined ? seconds : lengthMs / 1_000;
  const label = isPlaying ? words.prompt.stop : words.prompt.play;
  return (
    <>
      <Tooltip label={label}>
        <ActionIcon
          variant="light"
          size={28}
          radius="xl"
          disabled={!isReady}
          loading={state === 'loading'}
          aria-label={label}
          onClick={() => (isPlaying ? stop() : void play(sound))}
        >
          {isPlaying ? (
            <Square size={12} fill="currentColor" aria-hidden />
          ) : (
            <Play size={14} fill="currentColor" aria-hidden />
          )}
        </ActionIcon>
      </Tooltip>
      {length !== undefined && Number.isFinite(length) && (
        <span className="tabular" style={{ fontSize: 12, color: 'var(--soft)' }}>
          {words.prompt.length(length.toFixed(1))}
        </span>
      )}
    </>
  );
}
