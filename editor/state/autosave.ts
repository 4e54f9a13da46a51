import { createStore } from 'zustand/vanilla';
import type { Flow } from '#runtime/flow/schema';
import { ApiProblem } from '../api/client.ts';
import { type Draft, getDraft, saveDraft } from '../api/flows.ts';
import { dropBackup, keepBackup } from './backup.ts';
import type { EditorStore } from './editor-store.ts';
import { mergeFlows } from './merge-flows.ts';

/** `offline`: not reachable, tried again by itself. `refused`: the draft has a form that the server does not take. */
export type SaveState = 'saved' | 'unsaved' | 'saving' | 'offline' | 'refused';

export interface Saving {
  readonly state: SaveState;
  /** Version of the draft that the screen is based on. */
  readonly version: number;
  readonly problem: string | undefined;
  /** The last time that somebody else's changes came in. */
  readonly merged: { readonly by: string; readonly conflicts: readonly string[] } | undefined;
}

const SAVE_AFTER_MS = 800;
const RETRY_MS = 3_000;

/** Saves the draft by itself, and puts it on top of what others save meanwhile. */
export class Autosave {
  readonly saving = createStore<Saving>(() => ({
    state: 'saved',
    version: 0,
    problem: undefined,
    merged: undefined,
  }));
  readonly #store: EditorStore;
  /** What the server has of `version`. */
  #base: Flow;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  readonly #stop: () => void;

  constructor(store: EditorStore, draft: Draft) {
    this.#store = store;
    this.#base = draft.flow;
    this.saving.setState({ version: draft.version });
    if (this.#isDirty()) this.#changed(0);
    this.#stop = store.subscribe((state, before) => {
      if (state.flow !== before.flow) this.#changed(SAVE_AFTER_MS);
    });
  }

  /** Saves what is unsaved now; settles when it was tried. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running;
    if (this.#isDirty()) await this.#save();
  }

  close(): void {
    this.#stop();
    void this.flush();
  }

  #isDirty(): boolean {
    return this.#store.getState().flow !== this.#base;
  }

  #changed(afterMs: number): void {
    if (!this.#isDirty()) return;
    const { flow } = this.#store.getState();
    keepBackup({ flow, base: this.#base, basedOn: this.saving.getState().version });
    if (this.saving.getState().state !== 'saving') this.saving.setState({ state: 'unsaved' });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), afterMs);
  }

  #save(): Promise<void> {
    this.#running = this.#saveOnce().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #saveOnce(): Promise<void> {
    const { flow } = this.#store.getState();
    this.saving.setState({ state: 'saving' });
    try {
      const { version } = await saveDraft(flow, this.saving.getState().version);
      this.#base = flow;
      this.saving.setState({ state: 'saved', version, problem: undefined });
      if (this.#isDirty()) this.#changed(SAVE_AFTER_MS);
      else dropBackup(flow.id);
    } catch (error) {
      await this.#failed(error, flow.id);
    }
  }

  async #failed(error: unknown, flowId: string): Promise<void> {
    const problem = error instanceof ApiProblem ? error : undefined;
    if (problem?.code === 'draft-conflict') {
      const theirs = await getDraft(flowId).catch(() => undefined);
      if (theirs !== undefined) return this.#putOnTop(theirs);
    }
    const isAway = problem === undefined || problem.status === 0 || problem.status >= 500 || problem.status === 429;
    this.saving.setState({ state: isAway ? 'offline' : 'refused', problem: String(problem?.message ?? error) });
    if (isAway) this.#timer = setTimeout(() => void this.flush(), RETRY_MS);
  }

  #putOnTop(theirs: Draft): void {
    const { flow, conflicts } = mergeFlows(this.#base, this.#store.getState().flow, theirs.flow);
    this.#base = theirs.flow;
    this.saving.setState({ version: theirs.version, merged: { by: theirs.savedBy, conflicts } });
    this.#store.getState().edit(() => flow);
    this.#changed(0);
  }
}
