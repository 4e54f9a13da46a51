import { memo } from 'react';
import { StepIcon } from '../canvas/step-icon.tsx';
import classes from './call-track.module.css';
import type { Player } from './player.ts';
import type { StepItem } from './timeline-of.ts';
import { usePlayerState } from './use-player.ts';

/** Shorter stays get no name: it would not be readable. */
const NAMED = 0.045;

interface LaneProps {
  readonly steps: readonly StepItem[];
  readonly startMs: number;
  readonly lengthMs: number;
  readonly player: Player;
}

/** Which node the call was in, from when to when. */
export const StepLane = memo(function StepLane({ steps, startMs, lengthMs, player }: LaneProps) {
  const active = usePlayerState(player, ({ atMs }) =>
    atMs >= lengthMs ? undefined : steps.findLast((step) => step.atMs - startMs <= atMs)?.seq,
  );
  return (
    <div className={classes.lane}>
      {steps.map((step) => (
        <div
          key={step.seq}
          className={classes.step}
          data-active={step.seq === active || undefined}
          data-failed={step.failed || undefined}
          title={step.title}
          style={{
            left: `${((step.atMs - startMs) / lengthMs) * 100}%`,
            width: `${(step.durationMs / lengthMs) * 100}%`,
          }}
        >
          {step.durationMs / lengthMs >= NAMED && (
            <>
              <StepIcon name={step.icon} size={13} />
              <span>{step.title}</span>
            </>
          )}
        </div>
      ))}
    </div>
  );
});
