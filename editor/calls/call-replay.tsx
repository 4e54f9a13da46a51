import { Paper, Tabs } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import type { Catalogue } from '#runtime/flow/catalogue';
import type { CallFlow } from '../api/call-flow.ts';
import type { CallDetails } from '../api/calls.ts';
import { SipTab } from '../sip/sip-tab.tsx';
import { callWords as words } from '../words/calls.ts';
import { sipWords } from '../words/sip.ts';
import { CallDrawing } from './call-drawing.tsx';
import classes from './call-replay.module.css';
import { CallTrack } from './call-track.tsx';
import { PlayerBar } from './player-bar.tsx';
import { replayAt, replayOf, variablesAt } from './replay-state.ts';
import { Timeline } from './timeline.tsx';
import { timelineOf } from './timeline-of.ts';
import type { FollowedCall } from './use-call.ts';
import { usePlayer, usePlayerState } from './use-player.ts';
import { VariableList } from './variable-list.tsx';

interface ReplayProps {
  readonly call: FollowedCall;
  readonly details: CallDetails;
  readonly drawn: CallFlow | null;
  readonly catalogue: Catalogue;
}

/** One moment of a call, seen three ways: on the waveform, on the drawing and on the timeline. A live call's is now. */
export function CallReplay({ call, details, drawn, catalogue }: ReplayProps) {
  const { events, isLive } = call;
  const replay = useMemo(() => replayOf(events), [events]);
  const items = useMemo(() => timelineOf(events, drawn?.flow, catalogue), [events, drawn, catalogue]);
  const { startMs, endMs = startMs } = replay;
  const player = usePlayer(Math.max(1, endMs - startMs));
  const momentMs = (atMs: number) => (isLive ? Number.POSITIVE_INFINITY : startMs + atMs);
  const state = usePlayerState(player, ({ atMs }) => replayAt(replay, momentMs(atMs)));
  const reached = usePlayerState(player, ({ atMs }) => items.filter((item) => item.atMs <= momentMs(atMs)).length);
  const isPlaying = usePlayerState(player, (moment) => moment.isPlaying);
  const variables = useVariables();
  const goTo = useCallback((atMs: number) => player.seek(atMs - startMs), [player, startMs]);
  const kept = useMemo(() => new Set(details.recordings.map(({ id }) => id)), [details.recordings]);
  const recording = details.recordings.find(({ kind }) => kind === 'call');

  function useVariables() {
    const changes = usePlayerState(
      player,
      ({ atMs }) => events.filter((event) => event.type === 'variable.set' && event.atMs <= momentMs(atMs)).length,
    );
    // biome-ignore lint/correctness/useExhaustiveDependencies: they change only when one is set
    return useMemo(() => variablesAt(replay, momentMs(player.state().atMs)), [replay, changes, player]);
  }

  return (
    <>
      {!isLive && (
        <Paper className={classes.player} component="section" aria-label={words.player.label}>
          <PlayerBar player={player} callId={details.record.id} recording={recording} />
          <CallTrack player={player} replay={replay} items={items} callId={details.record.id} recording={recording} />
        </Paper>
      )}
      <div className={classes.columns}>
        <Paper className={classes.drawing}>
          <CallDrawing drawn={drawn} catalogue={catalogue} state={state} />
        </Paper>
        <Paper className={classes.side}>
          <Tabs defaultValue="timeline" className={classes.tabs} keepMounted={false}>
            <Tabs.List>
              <Tabs.Tab value="timeline">{words.timeline.title}</Tabs.Tab>
              <Tabs.Tab value="variables">{words.variables.title}</Tabs.Tab>
              <Tabs.Tab value="sip">{sipWords.title}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="timeline" className={classes.panel}>
              <Timeline
                items={items}
                startMs={startMs}
                callId={details.record.id}
                kept={kept}
                reached={reached}
                activeSeq={state.active === undefined ? undefined : state.seq}
                isFollowing={isPlaying || isLive}
                onGo={isLive ? undefined : goTo}
              />
            </Tabs.Panel>
            <Tabs.Panel value="variables" className={classes.panel}>
              <VariableList variables={variables} startMs={startMs} />
            </Tabs.Panel>
            <Tabs.Panel value="sip" className={classes.panel}>
              <SipTab callId={details.record.id} />
            </Tabs.Panel>
          </Tabs>
        </Paper>
      </div>
    </>
  );
}
