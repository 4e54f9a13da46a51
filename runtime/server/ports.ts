import type { Readable } from 'node:stream';
import type { WebSocket } from 'ws';
import type { ObjectDifference } from '#asterisk-config/diff-objects';
import type { AsteriskExport } from '#asterisk-config/export-asterisk';
import type { SettingsProblem } from '#asterisk-config/settings-problem';
import type { SipHostSettings } from '#asterisk-config/sip-host-settings';
import type { Trunk } from '#asterisk-config/trunk';
import type { TrunkState } from '#asterisk-config/trunk-state';
import type { TrunkTest } from '#asterisk-config/trunk-test';
import type { Catalogue } from '#runtime/flow/catalogue';
import type { Destination } from '#runtime/flow/destination';
import type { CallerAction, FlowTest } from '#runtime/flow/flow-test';
import type { Hours, HoursNow } from '#runtime/flow/hours';
import type { PublicHoliday } from '#runtime/flow/hours-state';
import type { Json, JsonObject } from '#runtime/flow/json';
import type { Choice } from '#runtime/flow/live-choices';
import type { CallEnd, CallEvent, CallRecord, Party } from '#runtime/flow/record';
import type { Flow } from '#runtime/flow/schema';
import type { SimulationAct, SimulationWaiting } from '#runtime/flow/simulation';
import type { RecordingRow } from '#runtime/store/recordings';
import type { Pins } from '#runtime/store/revisions';

/** A problem in a flow, as data. */
export interface FlowIssue {
  readonly severity?: 'error' | 'warning';
  readonly code: string;
  readonly nodeId?: string;
  readonly field?: string;
  readonly message: string;
  readonly fix?: string;
}

export type Prepared =
  | { readonly ok: true; readonly pins: Pins; readonly warnings: readonly FlowIssue[] }
  | { readonly ok: false; readonly issues: readonly FlowIssue[] };

export interface ConvertedSound {
  readonly content: Buffer;
  readonly mediaType: string;
  readonly durationMs: number;
}

/** A flow to begin with, and the opening hours that it uses. */
export interface FlowTemplate {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly flow: Flow;
  readonly hours: readonly Hours[];
}

export interface VoiceInfo {
  /** As in a flow: `local:rms`. */
  readonly id: string;
  readonly title: string;
  /** BCP 47. */
  readonly languages: readonly string[];
}

/** The bytes of a file; `end` is the last byte to read. */
export interface Bytes {
  readonly bytes: number;
  read(range?: { readonly start: number; readonly end: number }): Readable;
}

/** One thing that a test of a connection has tried. */
export interface ConnectionCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  readonly fix?: string;
}

/** A job that no attempt is left for. */
export interface FailedJob {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly attempts: number;
  readonly message: string;
  readonly failedAt: Date;
}

/** A country or region whose public holidays are known. */
export interface HolidayRegion {
  readonly code: string;
  readonly name: string;
}

/** A browser phone for one person and one draft. */
export interface Phone {
  readonly id: string;
  readonly account: { readonly name: string; readonly password: string };
  readonly expiresMs: number;
  /** Of its latest call. */
  readonly callId: string | undefined;
}

/** Browser phones; `owner` is a user's id. */
export interface PhonePort {
  open(test: {
    readonly flow: Flow;
    readonly caller?: Party | undefined;
    readonly called: string;
    readonly startsAtMs?: number | undefined;
    readonly owner: string;
  }): Promise<Phone>;
  /** Undefined for one that is over, or somebody else's. */
  find(id: string, owner: string): Phone | undefined;
  /** From now on this WebSocket carries the phone's SIP. */
  connect(id: string, socket: WebSocket): void;
  close(id: string): Promise<void>;
}

/** Calls out. What the dial gate refuses rejects with its code and fix. */
export interface CallingPort {
  /** Runs the published flow, which dials. Gives the call's id once it is on its way. */
  start(call: {
    readonly flowId: string;
    readonly to: Destination;
    readonly from?: string | undefined;
    readonly trunkId?: string | undefined;
    readonly variables?: JsonObject | undefined;
  }): Promise<string>;
  /** Rings somebody who then hears a draft: as its caller, or in place of whom it calls. */
  callMe(test: { readonly flow: Flow; readonly to: Destination; readonly from?: string | undefined }): Promise<string>;
}

/** A simulated call in the hand of a person. */
export interface Simulation {
  /** False where there was nothing to answer. */
  act(act: SimulationAct): boolean;
  stop(): void;
}

export interface SimulatorPort {
  /** A whole call at once. */
  run(
    flow: Flow,
    script: FlowTest,
  ): Promise<{
    readonly record: CallRecord;
    readonly heard: readonly string[];
    readonly jobs: readonly { readonly name: string; readonly data: Json }[];
    readonly requests: readonly { readonly method: string; readonly url: string; readonly nodeId: string }[];
    readonly unused: readonly CallerAction[];
  }>;
  /** Throws, with a code, where the variables don't fit the flow. Tells nothing more once it is stopped or ended. */
  start(
    flow: Flow,
    options: {
      readonly caller?: Party | undefined;
      readonly called?: string | undefined;
      readonly startMs?: number | undefined;
      readonly speed?: number | undefined;
      readonly paused?: boolean | undefined;
      readonly variables?: JsonObject | undefined;
      readonly onEvent: (event: CallEvent) => void;
      readonly onWaiting: (waiting: SimulationWaiting) => void;
      readonly onEnded: (end: CallEnd, variables: Readonly<Record<string, Json>>) => void;
    },
  ): Simulation;
}

/** Whom a call could go to. Whatever text somebody types: the gate says what is wrong with it. */
export type AskedDestination =
  | { readonly number: string }
  | { readonly sip: string }
  | { readonly extension: string }
  | { readonly person: string };

/** Telephones of people in Asterisk. */
export interface PeoplePort {
  /** Where SIP phones register; undefined on a machine without Asterisk. */
  readonly sip: { readonly server: string; readonly port: number } | undefined;
  /** Names of the phones that are registered now; none while Asterisk is away. */
  registered(): Promise<ReadonlySet<string>>;
  /** Makes Asterisk have the phones as the store has them; settles soon, also where that is not possible yet. */
  apply(): Promise<void>;
}

export interface DialGatePort {
  /** Whether the rules let it be called; how much is dialled already is not looked at. */
  check(
    to: AskedDestination,
    from?: string,
  ): Promise<
    | { readonly allowed: true }
    | { readonly allowed: false; readonly code: string; readonly message: string; readonly fix: string }
  >;
}

/** This machine's part in SIP. */
export interface SipHostPort {
  read(): Promise<{ host: SipHostSettings; active: SipHostSettings; restartNeeded: boolean; waiting: boolean }>;
  /** Rejects with a coded error where Asterisk could not start with them. */
  write(settings: SipHostSettings): Promise<void>;
  restart(when: 'now' | 'idle'): Promise<void>;
}

/** Trunks as they are in Asterisk. */
export interface TrunkPort {
  state(trunk: Trunk): TrunkState;
  problems(trunk: Trunk): readonly (Omit<SettingsProblem, 'field'> & { readonly field?: string })[];
  /** Every change of a state, until the function it gives is called. */
  observe(listener: (trunkId: string, state: TrunkState) => void): () => void;
}

/** Tests of trunks, in the memory of this process. */
export interface TrunkTestPort {
  /** Throws `trunk-tests-busy` where too many run. */
  start(request: {
    readonly stored?: { readonly trunkId: string; readonly revision: number };
    readonly settings: unknown;
    readonly secretOf: (name: string) => string;
    readonly to?: string | undefined;
    readonly from?: string | undefined;
    readonly hold?: boolean | undefined;
    readonly callMe?: { readonly number: string } | undefined;
  }): TrunkTest;
  get(id: string): TrunkTest | undefined;
  /** Settles when nothing of it is left; false if it is not known. */
  cancel(id: string): Promise<boolean>;
}

/** What `exportAsterisk` is asked, and where it may be written. */
interface ExportRequest {
  readonly existing?: { readonly pjsip: string; readonly extensions: string } | undefined;
  readonly publicAddress?: string | undefined;
}

export interface ExportPort {
  /** Passwords are taken out. */
  preview(request: ExportRequest): Promise<AsteriskExport>;
  write(folder: string, request: ExportRequest): Promise<AsteriskExport>;
  /** Undefined where no Asterisk runs. */
  diff(): Promise<readonly ObjectDifference[] | undefined>;
}

/** SIP messages of calls, with their secrets taken out; empty where none were kept. */
export interface DiagnosisPort {
  sip(callId: string): Promise<{
    readonly peers: readonly { readonly id: string; readonly isHere: boolean }[];
    readonly messages: readonly {
      readonly atMs: number;
      readonly from: string;
      readonly to: string;
      readonly direction: 'in' | 'out';
      readonly transport: 'udp' | 'tcp';
      readonly label: string;
      readonly callId: string;
      readonly text: string;
    }[];
  }>;
  pcap(callId: string): Promise<Buffer>;
  /** Whether the carrier's own host names lead to the address. */
  isCarrierAddress(trunk: Trunk, address: string): Promise<boolean>;
}

/** What the server needs from its neighbours; `main` wires it. An error with a kebab-case `code` becomes a 422. */
export interface ServerPorts {
  readonly catalogue: Catalogue;
  /** All issues of a flow. */
  validate(flow: Flow): readonly FlowIssue[] | Promise<readonly FlowIssue[]>;
  /** Everything before a publish: checks, compiles, renders constant prompts, and says what the revision depends on. */
  prepare(flow: Flow): Promise<Prepared>;
  /** Flows to begin with. */
  templates(): Promise<readonly FlowTemplate[]>;
  /** Calls that are going on here, each as its record so far. */
  liveCalls(): readonly CallRecord[];
  liveCall(id: string): CallRecord | undefined;
  /** Checks by its content what was uploaded as a sound, and brings it into the form that is kept. */
  convertSound(bytes: Buffer, mediaType: string): Promise<ConvertedSound>;
  /** Voices that can speak a prompt. */
  voices(): readonly VoiceInfo[];
  /** The sound of a text, as a caller would hear it. */
  speak(request: { readonly text: string; readonly voice: string; readonly language: string }): Promise<ConvertedSound>;
  /** What a step offers for one of its settings now; undefined when it offers nothing. */
  choices(question: {
    readonly step: string;
    readonly field: string;
    readonly query: string;
    readonly settings: JsonObject;
  }): Promise<readonly Choice[] | undefined>;
  readonly recordings: {
    /** Undefined when the file is gone. */
    open(recording: RecordingRow): Promise<Bytes | undefined>;
    /** Removes the file; that it is gone already is no error. */
    remove(recording: RecordingRow): Promise<void>;
  };
  readonly connections: {
    kinds(): readonly {
      readonly kind: string;
      readonly title: string;
      readonly summary: string;
      /** JSON Schema with `ui` hints. */
      readonly settings: JsonObject;
    }[];
    /** The options with their defaults; throws `connection-options-invalid` or `connection-kind-invalid`. */
    check(kind: string, options: JsonObject): JsonObject;
    test(kind: string, options: JsonObject, to: string | undefined): Promise<readonly ConnectionCheck[]>;
  };
  readonly jobs: {
    /** Jobs that wait for Postgres. */
    readonly pending: number;
    failed(): Promise<FailedJob[]>;
    /** False when there is no such failed job. */
    retry(id: string): Promise<boolean>;
    remove(id: string): Promise<boolean>;
  };
  /** What opening hours are at a moment, with the holidays of their country. */
  hoursAt(hours: Hours, atMs: number): Promise<HoursNow>;
  publicHolidays(country: string, region: string | undefined, year: number): Promise<readonly PublicHoliday[]>;
  holidayCountries(): Promise<readonly (HolidayRegion & { readonly regions: readonly HolidayRegion[] })[]>;
  readonly simulator: SimulatorPort;
  readonly trunks: TrunkPort;
  /** Undefined where Patchcord starts no Asterisk. */
  readonly sipHost: SipHostPort | undefined;
  /** Undefined on a machine without Asterisk. */
  readonly trunkTests: TrunkTestPort | undefined;
  readonly dialGate: DialGatePort;
  readonly people: PeoplePort;
  readonly export: ExportPort;
  readonly diagnosis: DiagnosisPort;
  /** Undefined on a machine without Asterisk. */
  readonly phone: PhonePort | undefined;
  /** Undefined on a machine without Asterisk. */
  readonly calling: CallingPort | undefined;
  /** Every event of every call here, sensitive values sealed, until the function it gives is called. */
  observe(listener: (event: CallEvent, flowId: string) => void): () => void;
  /** How the parts of this machine are doing: Asterisk, the calls, the versions. */
  status(): JsonObject | Promise<JsonObject>;
}
