import { compileFlow } from '#runtime/compile/compile';
import type { Catalogue } from '#runtime/flow/catalogue';
import type { Flow } from '#runtime/flow/schema';
import type { Runnable } from '#runtime/session/live-calls';

/** What the cache reads; the store, or a test's own. */
export interface RevisionSource {
  flowOfExtension(extension: string): Promise<string | undefined>;
  currentRevision(flowId: string): Promise<{ readonly number: number; readonly flow: Flow } | undefined>;
  getRevision(flowId: string, number: number): Promise<{ readonly number: number; readonly flow: Flow }>;
}

const COMPILED_KEPT = 500;

/**
 * Compiled revisions, one for all calls of each. What it knows stays in use while the database is away, so a call that
 * comes in then finds its flow. `forget` makes the next call look again.
 */
export class RevisionCache {
  readonly #source: RevisionSource;
  readonly #catalogue: Catalogue;
  readonly #compiled = new Map<string, Runnable>();
  readonly #answering = new Map<string, Runnable>();
  #fresh = new Set<string>();

  constructor(source: RevisionSource, catalogue: Catalogue) {
    this.#source = source;
    this.#catalogue = catalogue;
  }

  /** A flow was published, or an extension assigned: what answers an extension is looked up again. */
  forget(): void {
    this.#fresh = new Set();
  }

  /** What answers an extension; the last known answer where the database can't be asked. */
  flowFor(extension: string): Promise<Runnable | undefined> {
    return this.#lookUp(`extension ${extension}`, () => this.#source.flowOfExtension(extension));
  }

  /** The revision that new calls of a flow run on; the last known one where the database can't be asked. */
  currentOf(flowId: string): Promise<Runnable | undefined> {
    return this.#lookUp(`flow ${flowId}`, async () => flowId);
  }

  async #lookUp(key: string, find: () => Promise<string | undefined>): Promise<Runnable | undefined> {
    const known = this.#answering.get(key);
    if (known !== undefined && this.#fresh.has(key)) return known;
    const fresh = this.#fresh;
    try {
      const flowId = await find();
      const revision = flowId === undefined ? undefined : await this.#source.currentRevision(flowId);
      const runnable = revision && this.#compile(revision.flow, revision.number);
      if (runnable === undefined) this.#answering.delete(key);
      else this.#answering.set(key, runnable);
      fresh.add(key);
      return runnable;
    } catch (error) {
      if (known !== undefined) return known;
      throw error;
    }
  }

  /** A revision that a call is pinned to. */
  async revisionOf(flowId: string, number: number): Promise<Runnable | undefined> {
    const known = this.#compiled.get(keyOf(flowId, number));
    if (known !== undefined) return known;
    const revision = await this.#source.getRevision(flowId, number);
    return this.#compile(revision.flow, number);
  }

  #compile(flow: Flow, number: number): Runnable {
    const key = keyOf(flow.id, number);
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const result = compileFlow(flow, this.#catalogue);
    if (!result.ok)
      throw new Error(
        `Revision ${number} of '${flow.id}' can't run: ${result.issues[0]?.message ?? 'it has no entry.'}`,
      );
    const runnable = { compiled: result.compiled, revision: number };
    if (this.#compiled.size >= COMPILED_KEPT) this.#compiled.delete(this.#compiled.keys().next().value ?? '');
    this.#compiled.set(key, runnable);
    return runnable;
  }
}

const keyOf = (flowId: string, number: number): string => `${flowId} ${number}`;
