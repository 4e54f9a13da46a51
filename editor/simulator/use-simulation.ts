import { useCallback, useEffect, useRef, useState } from 'react';
import type { Issue } from '#runtime/flow/issue';
import type { CallEnd, CallEvent } from '#runtime/flow/record';
import type { Flow } from '#runtime/flow/schema';
import type { SimulationAct, SimulationMessage, SimulationWaiting } from '#runtime/flow/simulation';
import { simulatorWords as words } from '../words/simulator.ts';
import { type Pretended, requestOf } from './test-settings.tsx';

/** A simulated call as the person sees it. */
export interface Simulation {
  readonly isRunning: boolean;
  readonly events: readonly CallEvent[];
  readonly waiting: SimulationWaiting | undefined;
  readonly end: CallEnd | undefined;
  readonly issues: readonly Issue[];
  readonly problem: string | undefined;
}

const IDLE: Simulation = {
  isRunning: false,
  events: [],
  waiting: undefined,
  end: undefined,
  issues: [],
  problem: undefined,
};

/** Runs a draft over the simulator's WebSocket: the compiled machine itself, in virtual time. */
export function useSimulation() {
  const [simulation, setSimulation] = useState<Simulation>(IDLE);
  const socket = useRef<WebSocket | undefined>(undefined);

  const start = useCallback((flow: Flow, pretended: Pretended) => {
    socket.current?.close();
    const opened = new WebSocket(new URL('/api/simulator', window.location.href.replace(/^http/, 'ws')));
    socket.current = opened;
    setSimulation({ ...IDLE, isRunning: true });
    opened.onopen = () => opened.send(JSON.stringify({ type: 'start', flow, ...requestOf(pretended) }));
    opened.onmessage = ({ data }) => {
      const message = JSON.parse(String(data)) as SimulationMessage;
      setSimulation((before) => after(before, message));
    };
    opened.onclose = () => {
      if (socket.current !== opened) return;
      setSimulation((before) =>
        before.isRunning ? { ...before, isRunning: false, waiting: undefined, problem: words.lost } : before,
      );
    };
  }, []);
  const act = useCallback((request: SimulationAct) => socket.current?.send(JSON.stringify(request)), []);
  useEffect(() => () => socket.current?.close(), []);
  return { simulation, start, act };
}

function after(before: Simulation, message: SimulationMessage): Simulation {
  switch (message.type) {
    case 'event':
      return { ...before, events: [...before.events, message.event], waiting: undefined, problem: undefined };
    case 'waiting':
      return { ...before, waiting: message };
    case 'ended':
      return { ...before, isRunning: false, waiting: undefined, end: message.end };
    case 'refused':
      return { ...before, isRunning: false, issues: message.issues };
    case 'problem':
      return { ...before, problem: message.message };
  }
}
