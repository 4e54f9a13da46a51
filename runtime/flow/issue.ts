/**
 * Every code an issue can have, with the one line that documents it. Codes are stable: editors, scripts and
 * translations go by them.
 */
export const issueCodes = {
  'file-too-large': 'The file is larger than a flow may be.',
  'json-invalid': 'The text is not JSON.',
  'nested-too-deeply': 'Lists and objects are nested deeper than a flow may be.',
  'name-forbidden': "A name reaches into JavaScript's own objects: __proto__, constructor, prototype.",
  'version-missing': 'The flow does not say which schemaVersion it has.',
  'version-newer': 'The flow was made by a newer Patchcord.',
  'version-unknown': 'The flow has a schemaVersion that this Patchcord can not bring up to date.',
  'field-invalid': 'A field of the flow is missing, unknown, or has the wrong form.',
  'limit-exceeded': 'The flow has more nodes, edges or variables than allowed.',
  'node-id-duplicate': 'Two nodes have the same id.',
  'step-unknown': 'A node is of a step that is not installed.',
  'step-version-unknown': 'A node was made for another version of its step.',
  'settings-invalid': 'A setting of a node is missing, unknown, or has the wrong form.',
  'check-failed': "A node's settings contradict each other.",
  'item-id-missing': 'An item of a list that makes exits has no usable id.',
  'item-id-duplicate': 'Two items of a list that makes exits have the same id.',
  'edge-from-unknown': 'An edge begins at a node that is not there.',
  'edge-to-unknown': 'An edge leads to a node that is not there.',
  'edge-exit-unknown': 'An edge begins at an exit that its node does not have.',
  'edge-into-entry': 'An edge leads to a node where only a call can begin.',
  'exit-wired-twice': 'Two edges begin at the same exit.',
  'exit-unwired': 'An exit leads nowhere.',
  'entry-missing': 'The flow has no node where a call begins.',
  'entry-twice': 'The flow has two nodes where the same thing begins.',
  'node-unreachable': 'No call can come to a node.',
  'loop-without-waiting': 'Nodes lead in a circle without ever waiting for the caller or for time.',
  'variable-undeclared': 'A variable is used that the flow does not declare.',
  'variable-duplicate': 'Two variables have the same name.',
  'variable-default-invalid': "A variable's default does not fit its type.",
  'expression-invalid': 'A text that should be an expression is none.',
  'name-unknown': 'An expression reads a name that means nothing.',
  'template-invalid': 'A {{ }} in a text can not be understood.',
  'step-reference-unknown': 'An expression reads data of a node that is not there.',
  'step-field-unknown': "An expression reads a field that a node's exits do not give.",
  'prompt-empty': 'A prompt says nothing.',
  'asset-missing': 'A recording is not in the asset store.',
  'hours-missing': 'A node names opening hours that are not there.',
  'connection-missing': 'A node names a connection that is not there.',
  'destination-refused': 'The dial rules do not let a call go where a node sends it.',
  'no-voice-for-language': 'No voice speaks the language of a prompt.',
} as const;
export type IssueCode = keyof typeof issueCodes;

/** A problem of a flow, as data. An error stops publishing, a warning does not. */
export interface Issue {
  readonly code: IssueCode;
  readonly severity: 'error' | 'warning';
  readonly nodeId?: string;
  /** Path in the node (`settings.options[0].key`, `exits.next`); without `nodeId` in the flow (`variables[2].name`). */
  readonly field?: string;
  readonly message: string;
  /** What to do about it, as an instruction. */
  readonly fix: string;
}

/** A path as it is written in an issue: `options[0].key`. */
export function fieldPath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else text += text === '' ? String(key) : `.${String(key)}`;
  }
  return text;
}
