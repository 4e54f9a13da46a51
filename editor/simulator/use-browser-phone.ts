import { useCallback, useEffect, useRef, useState } from 'react';
import type { Flow } from '#runtime/flow/schema';
import { request } from '../api/client.ts';
import { type BrowserPhone, callFromBrowser, type PhoneSession } from './browser-phone.ts';
import { type Pretended, requestOf } from './test-settings.tsx';

export type PhoneState = 'idle' | 'connecting' | 'ringing' | 'talking' | 'ended';

const ASK_EVERY_MS = 300;

/** A telephone in the page that calls a draft. */
export function useBrowserPhone() {
  const [state, setState] = useState<PhoneState>('idle');
  const [callId, setCallId] = useState<string>();
  const [problem, setProblem] = useState<unknown>();
  const [local, setLocal] = useState<MediaStream>();
  const [remote, setRemote] = useState<MediaStream>();
  const phone = useRef<BrowserPhone | undefined>(undefined);

  const call = useCallback(async (flow: Flow, pretended: Pretended) => {
    setState('connecting');
    setProblem(undefined);
    setCallId(undefined);
    try {
      const session = await request<PhoneSession>('POST', '/api/phone/sessions', {
        flowId: flow.id,
        flow,
        ...requestOf(pretended),
      });
      const asking = setInterval(() => {
        void request<{ callId?: string }>('GET', `/api/phone/sessions/${session.id}`).then(
          (found) => {
            if (found.callId === undefined) return;
            setCallId(found.callId);
            clearInterval(asking);
          },
          () => clearInterval(asking),
        );
      }, ASK_EVERY_MS);
      phone.current = await callFromBrowser(session, {
        ringing: () => setState('ringing'),
        answered: () => setState('talking'),
        ended: () => {
          clearInterval(asking);
          setState('ended');
          setLocal(undefined);
          setRemote(undefined);
        },
        local: setLocal,
        remote: setRemote,
      });
    } catch (error) {
      setState('idle');
      setProblem(error);
    }
  }, []);
  useEffect(() => () => phone.current?.hangUp(), []);
  return {
    state,
    callId,
    problem,
    local,
    remote,
    call,
    press: (key: string) => phone.current?.press(key),
    hangUp: () => phone.current?.hangUp(),
  };
}
