import { ActionIcon, Button, Group, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { Download, Pause, Play, RotateCcw, RotateCw } from 'lucide-react';
import { type RecordingInfo, recordingAddress } from '../api/calls.ts';
import { callWords } from '../words/calls.ts';
import { clockText } from './call-text.ts';
import type { Player } from './player.ts';
import classes from './player-bar.module.css';
import { usePlayerState } from './use-player.ts';

const words = callWords.player;
const STEP_MS = 5_000;
const RATES = ['0.5', '1', '1.5', '2'];

const nextRate = (rate: number): number => Number(RATES[(RATES.indexOf(String(rate)) + 1) % RATES.length]);

interface BarProps {
  readonly player: Player;
  readonly callId: string;
  readonly recording: RecordingInfo | undefined;
}

/** Play and pause, where the replay is, and how fast it goes. */
export function PlayerBar({ player, callId, recording }: BarProps) {
  const isPlaying = usePlayerState(player, (state) => state.isPlaying);
  const rate = usePlayerState(player, (state) => state.rate);
  const move = (byMs: number) => player.seek(player.state().atMs + byMs);
  const Icon = isPlaying ? Pause : Play;
  return (
    <Group gap={6} mb={8} wrap="nowrap">
      <ActionIcon
        size={36}
        radius="xl"
        onClick={() => (isPlaying ? player.pause() : player.play())}
        aria-label={isPlaying ? words.pause : words.play}
      >
        <Icon size={17} fill="currentColor" aria-hidden />
      </ActionIcon>
      <Quiet label={words.back} onClick={() => move(-STEP_MS)}>
        <RotateCcw size={17} aria-hidden />
      </Quiet>
      <Quiet label={words.forward} onClick={() => move(STEP_MS)}>
        <RotateCw size={17} aria-hidden />
      </Quiet>
      <Moment player={player} />
      <Text size="sm" c="dimmed" className={classes.note} lineClamp={2}>
        {recording === undefined ? words.noAudio : recording.complete ? '' : words.incomplete}
      </Text>
      <SegmentedControl
        size="xs"
        aria-label={words.speed}
        value={String(rate)}
        onChange={(value) => player.setRate(Number(value))}
        data={RATES.map((value) => ({ value, label: `${value}×` }))}
        ml="auto"
        visibleFrom="sm"
      />
      <Button
        variant="default"
        size="compact-sm"
        ml="auto"
        hiddenFrom="sm"
        aria-label={words.speedNow(rate)}
        onClick={() => player.setRate(nextRate(rate))}
      >
        {rate}×
      </Button>
      {recording !== undefined && (
        <Tooltip label={words.download}>
          <ActionIcon
            component="a"
            href={recordingAddress(callId, recording.id)}
            download={`${callId}.wav`}
            variant="subtle"
            color="gray"
            size={32}
            aria-label={words.download}
          >
            <Download size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

function Quiet(props: { readonly label: string; readonly onClick: () => void; readonly children: React.ReactNode }) {
  const { label, onClick, children } = props;
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={32} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function Moment({ player }: { readonly player: Player }) {
  const at = usePlayerState(player, ({ atMs }) => clockText(atMs));
  return (
    <span className={classes.moment}>
      {at}
      <span className={classes.length}> / {clockText(player.lengthMs)}</span>
    </span>
  );
}
